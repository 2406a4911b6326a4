#!/bin/sh
# Starts one part of the product in place of this shell, so that it gets the container's signals itself.
set -eu
case "${1:-}" in
  api) shift; exec node --enable-source-maps --heap-growing-percent=300 dist/api/main.js "$@" ;;
  worker) shift; exec node --enable-source-maps --heap-growing-percent=300 dist/activities/worker.js "$@" ;;
  *) exec "$@" ;;
esac
