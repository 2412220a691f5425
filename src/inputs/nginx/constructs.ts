import type { Treatment } from "../../model/reading";

/**
 * What becomes of each directive of nginx's own modules (nginx.org/en/docs/dirindex.html). What is in no row here, a
 * directive of another module or a misspelt one, is reported.
 */
export function treatmentOf(directive: string): Treatment | undefined {
  if (modelled.has(directive)) return "modelled";
  if (opaque.has(directive) || opaqueFamily.test(directive)) return "opaque";
  if (irrelevant.has(directive) || irrelevantFamily.test(directive)) return "irrelevant";
  return undefined;
}

/** Decide which sockets are opened, who may use them, what is answered there, and where it is sent on. */
const modelled = words(`
  events http stream mail server upstream location include listen server_name return ssl protocol
  allow deny satisfy auth_basic auth_basic_user_file auth_request auth_jwt auth_oidc internal limit_except if rewrite break
  set set_real_ip_from real_ip_header map geo split_clients alias root autoindex stub_status status api
  proxy_pass fastcgi_pass uwsgi_pass scgi_pass grpc_pass memcached_pass proxy_set_header grpc_set_header
  proxy_http_version ssl_protocols server_tokens proxy_protocol ssl_preread ssl_verify_client
  error_page try_files mirror post_action
`);

/** Decide on the same and are not modelled, or run code that may do any of that. */
const opaque = words(`
  auth_http tunnel_pass pass
  dav_methods random_index secure_link secure_link_md5 secure_link_secret upstream_conf perl perl_set
  load_module ssi xclient
`);

/** Code of others: OpenResty's Lua and nginx's own JavaScript. */
const opaqueFamily = /_by_lua(_block|_file)?$|^js_/;

/** Tuning, logging, caching, and what is passed on with a request, by the prefix of the module that they belong to. */
const irrelevantFamily = new RegExp(
  "^(?:" +
    "(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_|ssl_|gzip|gunzip|http2|http3|quic_|charset|xslt_|xml_|image_filter|sub_filter|" +
    "ssi_|userid|limit_(?:conn|req|rate)|open_file_cache|open_log_file|client_|server_names?_|types_hash|variables_hash|" +
    "map_hash|referer_hash|keepalive|lingering_|resolver|worker_|accept_mutex|geoip_|imap_|pop3_|smtp_|lua_|slowfs_|otel_|" +
    "flv|mp4|postpone_|output_buffers|msie_|modern_browser|ancient_browser|health_check|zone_sync|session_log|auth_http_|" +
    "auth_jwt_|auth_basic_|auth_request_|dav_|autoindex_|perl_|pagespeed|brotli|zstd|more_|echo_|mirror_|split_" +
    ")",
);

const irrelevant = words(`
  absolute_redirect access_log auth_delay real_ip_recursive valid_referers add_after_body add_before_body add_header add_header_inherit add_trailer
  add_trailer_inherit addition_types aio aio_write chunked_transfer_encoding connection_pool_size
  create_full_put_path daemon debug_connection debug_points default_type devpoll_changes devpoll_events directio
  directio_alignment disable_symlinks early_hints empty_gif env epoll_events error_log etag expires f4f f4f_buffer_size hash
  hls hls_buffers hls_forward_args hls_fragment hls_mp4_buffer_size hls_mp4_max_buffer_size if_modified_since
  ignore_invalid_headers ip_hash keyval keyval_zone kqueue_changes kqueue_events kqueue_timeout_ms large_client_header_buffers
  least_conn least_time limit_rate limit_rate_after lock_file log_format log_not_found log_subrequest master_process
  max_errors max_headers max_ranges merge_slashes match mgmt min_delete_depth multi_accept ntlm override_charset pcre_jit pid
  port_in_redirect preread_buffer_size preread_timeout queue random read_ahead recursive_error_pages request_pool_size
  reset_timedout_connection rewrite_log rtsig_overflow_events sendfile sendfile_max_chunk send_lowat send_timeout
  slice source_charset sticky sticky_cookie_insert state status_format status_zone
  subrequest_output_buffer_size tcp_nodelay tcp_nopush thread_pool timeout timer_resolution types underscores_in_headers
  uninitialized_variable_warn use user working_directory zone acceptcount index starttls proxy
`);

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
