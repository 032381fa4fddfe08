#!/bin/sh
# curl, with sed for the few members of JSON that are needed.
set -eu

account="$VIDEO_INDEXER_URL/$VIDEO_INDEXER_LOCATION/Accounts/$VIDEO_INDEXER_ACCOUNT_ID"
arm="$VIDEO_INDEXER_URL/subscriptions/$VIDEO_INDEXER_SUBSCRIPTION_ID/resourceGroups/$VIDEO_INDEXER_RESOURCE_GROUP"
arm="$arm/providers/Microsoft.VideoIndexer/accounts/$VIDEO_INDEXER_ACCOUNT_NAME"
faces='{"blurringKind":"Black"}'

report() { echo "{\"step\":\"$1\",\"by\":\"client\"${2:-}}"; }
ask() { curl --silent --show-error --fail-with-body -H "Authorization: Bearer $token" "$@"; }
member() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" | head -n 1; }
first_id() { sed 's/"id"/\n&/' | sed -n 's/^"id": *"\([^"]*\)".*/\1/p' | head -n 1; }

token=$VIDEO_INDEXER_ARM_TOKEN
token=$(ask "$arm/generateAccessToken?api-version=2024-01-01" -H 'Content-Type: application/json' \
  -d '{"permissionType":"Contributor","scope":"Account"}' | member accessToken)
report token

video=$(ask -F "file=@$CLIP;type=video/mp4" "$account/Videos?name=clip" | first_id)
report upload

until ask "$account/Videos/$video/Index" >"$OUTPUT.index" && grep -q '"state": *"Processed"' "$OUTPUT.index"; do
  sleep 0.3
done
report index
grep -q '"faces": *\[ *{' "$OUTPUT.index"
report faces

job=$(ask -D - -o /dev/null "$account/Videos/$video/redact" -H 'Content-Type: application/json' \
  -d "{\"faces\":$faces}" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
report redact ",\"faces\":$faces"

until file=$(ask -o /dev/null -w '%{redirect_url}' "$job") && [ -n "$file" ]; do
  sleep 0.3
done
report job

# The address is a JSON string; the file takes no token.
curl --silent --show-error --fail -o "$OUTPUT" "$(ask "$file" | tr -d '"')"
report download

redacted=${file#*/Videos/}
redacted=${redacted%%/*}
ask "$account/Videos" >"$OUTPUT.list"
grep -q "\"$video\"" "$OUTPUT.list"
grep -q "\"$redacted\"" "$OUTPUT.list"
report list

ask -X DELETE "$account/Videos/$video"
ask -X DELETE "$account/Videos/$redacted"
report delete
