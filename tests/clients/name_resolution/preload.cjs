/* Leads a Node program's connections to other addresses, by name, without a change of its code.
 *
 * `node --require preload.cjs`. LEAD is JSON: {"api.example.com": ["127.0.0.1", 8443]}. What the program sends,
 * the name in TLS and `Host` among it, stays as it is.
 */
"use strict";

const net = require("node:net");

const led = JSON.parse(process.env.LEAD ?? "{}");
const { connect } = net.Socket.prototype;

net.Socket.prototype.connect = function (...given) {
  // Node hands over its own normalised arguments as one array; programs hand over the options themselves.
  const options = Array.isArray(given[0]) ? given[0][0] : given[0];
  if (options !== null && typeof options === "object" && Object.hasOwn(led, options.host)) {
    [options.host, options.port] = led[options.host];
  }
  return connect.apply(this, given);
};
