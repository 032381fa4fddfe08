import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java's own HttpClient, as it is: over plain HTTP it offers an upgrade to HTTP/2 with each request, bodies
 * included. Run by `java WholeWay.java`. The JDK has no JSON; the few members needed are found by patterns.
 */
public final class WholeWay {
    private static final String URL = System.getenv("VIDEO_INDEXER_URL");
    private static final String ACCOUNT = URL + "/" + System.getenv("VIDEO_INDEXER_LOCATION") + "/Accounts/"
        + System.getenv("VIDEO_INDEXER_ACCOUNT_ID");
    private static final int POLL_MILLISECONDS = 300;
    private static final int POLLS = 400;

    private final HttpClient client = HttpClient.newHttpClient();
    private String token = System.getenv("VIDEO_INDEXER_ARM_TOKEN");

    public static void main(String[] arguments) throws Exception {
        new WholeWay().go();
    }

    private void go() throws IOException, InterruptedException {
        token = member("accessToken", post(armPath(), json("{\"permissionType\":\"Contributor\",\"scope\":\"Account\"}")).body());
        report("token");

        String video = member("id", upload());
        report("upload");

        String index = indexed(video);
        report("index");
        String faces = index.substring(index.indexOf("\"insights\""));
        if (!Pattern.compile("\"faces\"\\s*:\\s*\\[\\s*\\{").matcher(faces).find()) {
            throw new IllegalStateException("no face was found");
        }
        report("faces");

        String kind = "{\"blurringKind\":\"Black\"}";
        HttpResponse<String> accepted = post(ACCOUNT + "/Videos/" + video + "/redact", json("{\"faces\":" + kind + "}"));
        String job = accepted.headers().firstValue("Location").orElseThrow();
        System.out.println("{\"step\":\"redact\",\"by\":\"client\",\"faces\":" + kind + "}");

        String file = ended(job);
        String redacted = found("/Videos/([^/]+)/", file);
        report("job");
        download(get(file).body().strip().replace("\"", ""));
        report("download");

        String page = get(ACCOUNT + "/Videos").body();
        for (String id : List.of(video, redacted)) {
            if (!page.contains("\"" + id + "\"")) {
                throw new IllegalStateException(id + " isn't listed");
            }
        }
        report("list");
        for (String id : List.of(video, redacted)) {
            send(request(ACCOUNT + "/Videos/" + id).DELETE());
        }
        report("delete");
    }

    private static String armPath() {
        return URL + "/subscriptions/" + System.getenv("VIDEO_INDEXER_SUBSCRIPTION_ID") + "/resourceGroups/"
            + System.getenv("VIDEO_INDEXER_RESOURCE_GROUP") + "/providers/Microsoft.VideoIndexer/accounts/"
            + System.getenv("VIDEO_INDEXER_ACCOUNT_NAME") + "/generateAccessToken?api-version=2024-01-01";
    }

    private String upload() throws IOException, InterruptedException {
        String line = "a-line-of-our-own";
        String head = "--" + line + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.mp4\"\r\n"
            + "Content-Type: video/mp4\r\n\r\n";
        BodyPublisher form = BodyPublishers.concat(
            BodyPublishers.ofString(head),
            BodyPublishers.ofFile(Path.of(System.getenv("CLIP"))),
            BodyPublishers.ofString("\r\n--" + line + "--\r\n"));
        HttpRequest.Builder request = request(ACCOUNT + "/Videos?name=clip")
            .header("Content-Type", "multipart/form-data; boundary=" + line)
            .POST(form);
        return send(request).body();
    }

    private String indexed(String video) throws IOException, InterruptedException {
        for (int poll = 0; poll < POLLS; poll++) {
            String index = get(ACCOUNT + "/Videos/" + video + "/Index").body();
            if (member("state", index).equals("Processed")) {
                return index;
            }
            Thread.sleep(POLL_MILLISECONDS);
        }
        throw new IllegalStateException("not indexed in time");
    }

    private String ended(String job) throws IOException, InterruptedException {
        for (int poll = 0; poll < POLLS; poll++) {
            HttpResponse<String> answer = get(job);
            if (answer.statusCode() == 303) {
                return answer.headers().firstValue("Location").orElseThrow();
            }
            if (member("state", answer.body()).equals("Failed")) {
                throw new IllegalStateException(answer.body());
            }
            Thread.sleep(POLL_MILLISECONDS);
        }
        throw new IllegalStateException("the job didn't end in time");
    }

    /** Without a token: the address carries its own permission. */
    private void download(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the file: " + answer.statusCode());
        }
        try (InputStream body = answer.body()) {
            Files.copy(body, Path.of(System.getenv("OUTPUT")));
        }
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return send(request(url).GET());
    }

    private HttpResponse<String> post(String url, BodyPublisher body) throws IOException, InterruptedException {
        return send(request(url).header("Content-Type", "application/json").POST(body));
    }

    private static BodyPublisher json(String text) {
        return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException(answer.uri().getPath() + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    private static String member(String name, String json) {
        return found("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"", json);
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("nothing like " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static void report(String step) {
        System.out.println("{\"step\":\"" + step + "\",\"by\":\"client\"}");
    }
}
