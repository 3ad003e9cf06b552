import path from 'node:path';

/** Where the server listens: a Unix socket, TCP on loopback, or both. */
export interface Endpoint {
  /** `undefined` where there are no Unix sockets. */
  socketDir: string | undefined;
  port: number;
  tcp: boolean;
}

/**
 * Sized for application and PostgreSQL together below 350 MB at rest, yet fast at an import of 100,000 rows.
 * The owner's own choices go through ALTER SYSTEM, which is read later than this file.
 */
export function settingsFile(endpoint: Endpoint, proof: string): string {
  const settings: Record<string, string | number> = {
    listen_addresses: endpoint.tcp ? '127.0.0.1' : '',
    port: endpoint.port,
    unix_socket_directories: endpoint.socketDir ? `"${endpoint.socketDir.replaceAll('"', '""')}"` : '',
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    'regulars.proof': proof,

    // The product takes 25 at most, and so does each command beside it.
    max_connections: 200,
    shared_buffers: '128MB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    // The binaries of npm are built without lz4 and zstd; "on" is pglz.
    wal_compression: 'on',
    synchronous_commit: 'on',
    random_page_cost: 1.1,
    jit: 'off',
    timezone: 'UTC',

    // Its stderr pipe would block the server when nobody reads it; seven files, one per weekday, overwritten in turn.
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_rotation_age: '1d',
    log_rotation_size: 0,
    log_truncate_on_rotation: 'on',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // Statements and the details of errors hold personal data.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: 0,
  };
  // Containers give /dev/shm 64 MB by default, less than one parallel hash or index build asks for.
  if (process.platform === 'linux') settings.dynamic_shared_memory_type = 'sysv';
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quote(String(value))}`);
  return `# Written by Regulars at each start. Change settings with ALTER SYSTEM.\n${lines.join('\n')}\n`;
}

/** The smaller limit of Linux (107 bytes) and macOS (103), so that a data directory can move between them. */
export function fitsSocketAddress(dir: string, port: number): boolean {
  return Buffer.byteLength(path.join(dir, `.s.PGSQL.${port}`)) <= 103;
}

function quote(value: string) {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
