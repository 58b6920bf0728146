#!/usr/bin/env bash
# Exit code 0 where the desk on this port is ready. Needs nothing but bash: the image has neither curl nor wget.
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/${1:-8080}"
printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
