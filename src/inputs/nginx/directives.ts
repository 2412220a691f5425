/** Where a directive may stand. */
export const contexts = [
  "main",
  "events",
  "http",
  "server",
  "location",
  "if-in-server",
  "if-in-location",
  "limit_except",
  "upstream",
  "stream",
  "stream-server",
  "stream-upstream",
  "mail",
  "mail-server",
] as const;

/** How nginx takes a directive in some contexts. */
export interface Form {
  readonly contexts: ReadonlySet<string>;
  readonly least: number;
  /** Infinity where there is no most. */
  readonly most: number;
  readonly ends: "block" | "semicolon";
  readonly value: "flag" | "number" | "any";
  /** `once`: a second one in the same block is refused. */
  readonly times: "once" | "often";
}

/** The forms of a directive of nginx's own modules; nothing for one of another module, or of NGINX Plus. */
export function formsOf(name: string): readonly Form[] | undefined {
  forms ??= formsIn(table);
  return forms.get(name);
}

/** Every directive whose forms are known. */
export function knownDirectives(): readonly string[] {
  forms ??= formsIn(table);
  return [...forms.keys()];
}

/** Read when nginx is met for the first time, because a scan without it need not wait. */
let forms: ReadonlyMap<string, readonly Form[]> | undefined;

/**
 * Contexts, number of arguments, names: the `ngx_command_t` of nginx's modules, as nginx 1.22.1 showed them when it was asked
 * with one directive at a time in each context, and the documentation of its modules for what came later
 * (nginx.org/en/docs/dirindex.html). `1+` is one or more, `{}` a block; a row that goes on is indented.
 */
const table = `
main | 0{} once | events http mail stream
main | 1 | debug_points env load_module
main | 1 once | lock_file pid ssl_engine timer_resolution worker_processes worker_rlimit_core worker_shutdown_timeout
  working_directory
main | 1 flag once | daemon master_process pcre_jit quic_bpf ssl_object_cache_inheritable
main | 1 number once | worker_priority worker_rlimit_nofile
main | 1+ once | worker_cpu_affinity
main | 1-2 once | user
main | 2-3 | thread_pool
main events http server location if-in-server if-in-location limit_except upstream stream stream-server
  stream-upstream mail mail-server | 1 | include
main http server location stream stream-server mail mail-server | 1+ | error_log
events | 1 | debug_connection
events | 1 once | accept_mutex_delay use worker_connections
events | 1 flag once | accept_mutex multi_accept
events | 1 number once | epoll_events worker_aio_requests
http | 1 | geoip_proxy perl_modules perl_require
http | 1 once | http2_recv_buffer_size
http | 1 flag once | geoip_proxy_recursive
http | 1 number once | server_names_hash_bucket_size server_names_hash_max_size
http | 2 | perl_set
http | 2+ | fastcgi_cache_path proxy_cache_path scgi_cache_path uwsgi_cache_path
http | 2{} | charset_map
http | 3 | limit_req_zone
http server | 1 | http2_idle_timeout http2_max_field_size http2_max_header_size http2_max_requests http2_recv_timeout
http server | 1 once | client_header_buffer_size client_header_timeout connection_pool_size http2_body_preread_size
  http2_pool_size http3_stream_buffer_size quic_host_key request_pool_size ssl_buffer_size ssl_ocsp ssl_ocsp_cache
  ssl_ocsp_responder ssl_stapling_file ssl_stapling_responder
http server | 1 flag once | http2 http3 http3_hq ignore_invalid_headers merge_slashes quic_gso quic_retry
  ssl_early_data ssl_reject_handshake ssl_stapling ssl_stapling_verify underscores_in_headers
http server | 1 number once | http2_max_concurrent_pushes http2_max_concurrent_streams http2_streams_index_size
  http3_max_concurrent_streams max_headers quic_active_connection_id_limit
http server | 2 once | large_client_header_buffers
http server location | 0{} | types
http server location | 1 | ancient_browser_value fastcgi_catch_stderr fastcgi_hide_header fastcgi_pass_header
  grpc_hide_header grpc_pass_header http2_push mirror modern_browser_value proxy_hide_header proxy_pass_header
  scgi_hide_header scgi_pass_header uwsgi_hide_header uwsgi_pass_header
http server location | 1 once | add_after_body add_before_body aio auth_delay auth_request autoindex_format
  client_body_buffer_size client_body_in_file_only client_body_timeout client_max_body_size default_type directio
  directio_alignment fastcgi_buffer_size fastcgi_busy_buffers_size fastcgi_cache fastcgi_cache_key
  fastcgi_cache_lock_age fastcgi_cache_lock_timeout fastcgi_cache_max_range_offset fastcgi_connect_timeout
  fastcgi_index fastcgi_limit_rate fastcgi_max_temp_file_size fastcgi_next_upstream_timeout fastcgi_read_timeout
  fastcgi_send_lowat fastcgi_send_timeout fastcgi_split_path_info fastcgi_store fastcgi_temp_file_write_size
  grpc_buffer_size grpc_connect_timeout grpc_next_upstream_timeout grpc_read_timeout grpc_send_timeout
  grpc_ssl_certificate grpc_ssl_certificate_key grpc_ssl_ciphers grpc_ssl_crl grpc_ssl_name grpc_ssl_password_file
  grpc_ssl_trusted_certificate gzip_hash gzip_http_version gzip_min_length gzip_static gzip_window http2_chunk_size
  if_modified_since image_filter_buffer image_filter_jpeg_quality image_filter_sharpen image_filter_webp_quality
  keepalive_min_timeout limit_req_log_level lingering_close lingering_time lingering_timeout memcached_buffer_size
  memcached_connect_timeout memcached_next_upstream_timeout memcached_read_timeout memcached_send_timeout
  mp4_buffer_size mp4_max_buffer_size open_file_cache_valid postpone_gzipping postpone_output proxy_busy_buffers_size
  proxy_cache proxy_cache_key proxy_cache_lock_age proxy_cache_lock_timeout proxy_cache_max_range_offset
  proxy_http_version proxy_limit_rate proxy_max_temp_file_size proxy_method proxy_read_timeout proxy_send_lowat
  proxy_send_timeout proxy_set_body proxy_store proxy_temp_file_write_size read_ahead real_ip_header satisfy
  scgi_buffer_size scgi_busy_buffers_size scgi_cache scgi_cache_key scgi_cache_lock_age scgi_cache_lock_timeout
  scgi_cache_max_range_offset scgi_connect_timeout scgi_limit_rate scgi_max_temp_file_size scgi_next_upstream_timeout
  scgi_read_timeout scgi_send_timeout scgi_store scgi_temp_file_write_size secure_link secure_link_md5
  secure_link_secret send_lowat send_timeout sendfile_max_chunk server_tokens slice ssi_min_file_chunk
  ssi_value_length subrequest_output_buffer_size userid userid_domain userid_expires userid_mark userid_name
  userid_p3p userid_path uwsgi_buffer_size uwsgi_busy_buffers_size uwsgi_cache uwsgi_cache_key uwsgi_cache_lock_age
  uwsgi_cache_lock_timeout uwsgi_cache_max_range_offset uwsgi_connect_timeout uwsgi_limit_rate
  uwsgi_max_temp_file_size uwsgi_next_upstream_timeout uwsgi_read_timeout uwsgi_send_timeout uwsgi_ssl_certificate
  uwsgi_ssl_certificate_key uwsgi_ssl_ciphers uwsgi_ssl_crl uwsgi_ssl_name uwsgi_ssl_password_file
  uwsgi_ssl_trusted_certificate uwsgi_store uwsgi_string uwsgi_temp_file_write_size xml_entities
http server location | 1 flag once | absolute_redirect aio_write autoindex autoindex_exact_size autoindex_localtime
  chunked_transfer_encoding client_body_in_single_buffer create_full_put_path etag fastcgi_buffering
  fastcgi_cache_background_update fastcgi_cache_lock fastcgi_cache_revalidate fastcgi_force_ranges
  fastcgi_ignore_client_abort fastcgi_intercept_errors fastcgi_keep_conn fastcgi_pass_request_body
  fastcgi_pass_request_headers fastcgi_request_buffering fastcgi_socket_keepalive grpc_intercept_errors
  grpc_socket_keepalive grpc_ssl_server_name grpc_ssl_session_reuse grpc_ssl_verify gunzip gzip_no_buffer gzip_vary
  http2_push_preload image_filter_interlace image_filter_transparency limit_req_dry_run log_not_found log_subrequest
  memcached_socket_keepalive mirror_request_body mp4_start_key_frame mp4_start_key_frame msie_padding msie_refresh
  open_file_cache_errors open_file_cache_events port_in_redirect proxy_buffering proxy_cache_background_update
  proxy_cache_convert_head proxy_cache_lock proxy_cache_revalidate proxy_force_ranges proxy_ignore_client_abort
  proxy_intercept_errors proxy_pass_request_body proxy_pass_request_headers proxy_pass_trailers
  proxy_request_buffering real_ip_recursive recursive_error_pages reset_timedout_connection scgi_buffering
  scgi_cache_background_update scgi_cache_lock scgi_cache_revalidate scgi_force_ranges scgi_ignore_client_abort
  scgi_intercept_errors scgi_pass_request_body scgi_pass_request_headers scgi_request_buffering scgi_socket_keepalive
  server_name_in_redirect ssi_ignore_recycled_buffers ssi_last_modified ssi_silent_errors sub_filter_last_modified
  sub_filter_once tcp_nopush uwsgi_buffering uwsgi_cache_background_update uwsgi_cache_lock uwsgi_cache_revalidate
  uwsgi_force_ranges uwsgi_ignore_client_abort uwsgi_intercept_errors uwsgi_pass_request_body
  uwsgi_pass_request_headers uwsgi_request_buffering uwsgi_socket_keepalive uwsgi_ssl_server_name
  uwsgi_ssl_session_reuse uwsgi_ssl_verify xslt_last_modified
http server location | 1 number once | fastcgi_cache_min_uses fastcgi_next_upstream_tries grpc_next_upstream_tries
  grpc_ssl_verify_depth gzip_comp_level limit_conn_status limit_req_status max_ranges memcached_gzip_flag
  memcached_next_upstream_tries min_delete_depth open_file_cache_min_uses proxy_cache_min_uses
  proxy_headers_hash_bucket_size proxy_headers_hash_max_size scgi_cache_min_uses scgi_next_upstream_tries
  types_hash_bucket_size types_hash_max_size userid_service uwsgi_cache_min_uses uwsgi_modifier1 uwsgi_modifier2
  uwsgi_next_upstream_tries uwsgi_ssl_verify_depth
http server location | 1+ | addition_types ancient_browser charset_types dav_methods fastcgi_cache_bypass
  fastcgi_cache_methods fastcgi_cache_use_stale fastcgi_cache_valid fastcgi_ignore_headers fastcgi_next_upstream
  fastcgi_no_cache grpc_ignore_headers grpc_next_upstream grpc_ssl_protocols gzip_disable gzip_proxied gzip_types
  index memcached_next_upstream proxy_cache_bypass proxy_cache_methods proxy_cache_use_stale proxy_cache_valid
  proxy_ignore_headers proxy_next_upstream proxy_no_cache scgi_cache_bypass scgi_cache_methods scgi_cache_use_stale
  scgi_cache_valid scgi_ignore_headers scgi_next_upstream scgi_no_cache ssi_types sub_filter_types uwsgi_cache_bypass
  uwsgi_cache_methods uwsgi_cache_use_stale uwsgi_cache_valid uwsgi_ignore_headers uwsgi_next_upstream uwsgi_no_cache
  uwsgi_ssl_protocols xslt_types
http server location | 1-2 | keepalive_disable modern_browser
http server location | 1-2 once | disable_symlinks fastcgi_bind grpc_bind keepalive_timeout memcached_bind
  open_file_cache proxy_cookie_domain proxy_cookie_path proxy_redirect scgi_bind uwsgi_bind
http server location | 1-3 | limit_req userid_flags
http server location | 1-3 once | dav_access fastcgi_store_access proxy_store_access scgi_store_access
  uwsgi_store_access
http server location | 1-4 once | client_body_temp_path fastcgi_temp_path proxy_cookie_flags proxy_temp_path
  scgi_temp_path uwsgi_temp_path
http server location | 2 | auth_request_set grpc_set_header grpc_ssl_conf_command proxy_set_header sub_filter
  uwsgi_ssl_conf_command xslt_param xslt_string_param
http server location | 2 once | fastcgi_buffers gunzip_buffers gzip_buffers output_buffers proxy_buffers scgi_buffers
  uwsgi_buffers
http server location | 2-3 | fastcgi_param scgi_param uwsgi_param
http server location if-in-server if-in-location | 1 flag once | rewrite_log uninitialized_variable_warn
http server location if-in-location | 1 once | charset limit_rate limit_rate_after post_action root source_charset
http server location if-in-location | 1 flag once | gzip override_charset sendfile ssi
http server location if-in-location | 1-2 once | expires
http server location if-in-location | 2+ | error_page
http server location if-in-location | 2-3 | add_header add_trailer
http server location if-in-location limit_except stream stream-server | 1+ | access_log
http server location limit_except | 1 once | auth_basic auth_basic_user_file
http server location limit_except stream stream-server | 1 | allow deny
http server location upstream | 1 once | keepalive_time
http server location upstream | 1 number once | keepalive_requests
http server location stream stream-server | 1 once | limit_conn_log_level proxy_buffer_size proxy_connect_timeout
  proxy_next_upstream_timeout proxy_ssl_certificate proxy_ssl_certificate_key proxy_ssl_ciphers proxy_ssl_crl
  proxy_ssl_name proxy_ssl_password_file proxy_ssl_trusted_certificate
http server location stream stream-server | 1 flag once | limit_conn_dry_run proxy_socket_keepalive
  proxy_ssl_server_name proxy_ssl_session_reuse proxy_ssl_verify tcp_nodelay
http server location stream stream-server | 1 number once | proxy_next_upstream_tries proxy_ssl_verify_depth
http server location stream stream-server | 1+ | proxy_ssl_protocols
http server location stream stream-server | 1-2 once | proxy_bind
http server location stream stream-server | 1-4 once | open_log_file_cache
http server location stream stream-server | 2 | limit_conn proxy_ssl_conf_command
http server location stream stream-server mail mail-server | 1 | set_real_ip_from
http server location stream stream-server mail mail-server | 1 once | resolver_timeout
http server location stream stream-server mail mail-server | 1+ once | resolver
http server stream stream-server mail mail-server | 1 | ssl_certificate ssl_certificate_key ssl_session_ticket_key
http server stream stream-server mail mail-server | 1 once | ssl_ciphers ssl_client_certificate ssl_crl ssl_dhparam
  ssl_ecdh_curve ssl_password_file ssl_session_timeout ssl_trusted_certificate ssl_verify_client
http server stream stream-server mail mail-server | 1 flag once | ssl_prefer_server_ciphers ssl_session_tickets
http server stream stream-server mail mail-server | 1 number once | ssl_verify_depth
http server stream stream-server mail mail-server | 1+ | ssl_protocols
http server stream stream-server mail mail-server | 1-2 | ssl_session_cache
http server stream stream-server mail mail-server | 2 | ssl_conf_command
http server mail mail-server | 1 flag once | ssl
http stream | 1 number once | map_hash_bucket_size map_hash_max_size variables_hash_bucket_size
  variables_hash_max_size
http stream | 1-2 | geoip_city geoip_country geoip_org
http stream | 1-2{} | geo
http stream | 1{} | upstream
http stream | 2 | limit_conn_zone
http stream | 2+ | log_format
http stream | 2{} | map split_clients
http stream mail | 0{} | server
server | 1+ | server_name
server location | 0-1 | stub_status
server location | 1 number once | referer_hash_bucket_size referer_hash_max_size
server location | 1+ | valid_referers
server location | 1+{} | if
server location | 1-2{} | location
server location | 2+ once | try_files
server location if-in-server if-in-location | 0 | break
server location if-in-server if-in-location | 1-2 | return
server location if-in-server if-in-location | 2-3 | rewrite
server location if-in-server if-in-location stream-server | 2 | set
server stream-server mail-server | 1+ | listen
location | 0 | empty_gif flv mp4
location | 0 once | internal
location | 1 once | alias
location | 1 flag once | random_index
location | 1+ | image_filter xslt_stylesheet
location | 1+{} | limit_except
location if-in-location | 1 once | fastcgi_pass grpc_pass memcached_pass scgi_pass uwsgi_pass
location if-in-location limit_except stream-server | 1 once | proxy_pass
location limit_except | 1 once | perl
upstream | 0 | ip_hash
upstream | 1 once | keepalive keepalive_timeout
upstream stream-upstream | 0 | least_conn
upstream stream-upstream | 0-2 | random
upstream stream-upstream | 1 once | resolver_timeout
upstream stream-upstream | 1+ | server
upstream stream-upstream | 1+ once | resolver
upstream stream-upstream | 1-2 | hash zone
stream stream-server | 1 once | preread_buffer_size preread_timeout proxy_download_rate proxy_downstream_buffer
  proxy_protocol_timeout proxy_upload_rate proxy_upstream_buffer ssl_handshake_timeout
stream stream-server | 1 flag once | proxy_half_close proxy_next_upstream proxy_ssl ssl_preread
stream stream-server | 1 number once | proxy_requests proxy_responses
stream stream-server | 1+ once | ssl_alpn
stream stream-server mail mail-server | 1 once | proxy_timeout
stream stream-server mail mail-server | 1 flag once | proxy_protocol
stream-server | 1 once | pass return
stream-server | 1+ | server_name
mail mail-server | 1 | auth_http
mail mail-server | 1 once | auth_http_timeout imap_client_buffer proxy_buffer server_name smtp_client_buffer
  smtp_greeting_delay starttls timeout
mail mail-server | 1 flag once | auth_http_pass_client_cert proxy proxy_pass_error_message proxy_smtp_auth xclient
mail mail-server | 1 number once | max_errors
mail mail-server | 1+ | imap_auth imap_capabilities pop3_auth pop3_capabilities smtp_auth smtp_capabilities
mail mail-server | 2 | auth_http_header
mail-server | 1 once | protocol
`;

function formsIn(rows: string): ReadonlyMap<string, readonly Form[]> {
  const out = new Map<string, Form[]>();
  for (const row of rows.trim().replaceAll("\n  ", " ").split("\n")) {
    const [where = "", how = "", names = ""] = row.split(" | ");
    const form = formOf(where, how);
    for (const name of names.split(" ")) {
      const before = out.get(name);
      if (before) before.push(form);
      else out.set(name, [form]);
    }
  }
  return out;
}

function formOf(where: string, how: string): Form {
  const [, least = "", more = "", block = ""] = /^(\d+)(\+|-\d+)?(\{\})?/.exec(how) ?? [];
  return {
    contexts: new Set(where.split(" ")),
    least: Number(least),
    most: more === "+" ? Infinity : Number(more === "" ? least : more.slice(1)),
    ends: block === "" ? "semicolon" : "block",
    value: how.includes("flag") ? "flag" : how.includes("number") ? "number" : "any",
    times: how.includes("once") ? "once" : "often",
  };
}
