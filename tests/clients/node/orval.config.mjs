// A client of orval has its address from here.
export default {
  video_indexer: {
    input: process.env.OPENAPI,
    output: { target: "generated/orval.ts", client: "fetch", baseUrl: process.env.VIDEO_INDEXER_URL },
  },
};
