#!/bin/sh
# Brings both Temporal databases to the schema of this image's version; does nothing when they have it.
set -eu

migrate() {
  database="$1"
  versions="/etc/temporal/schema/postgresql/v12/$2/versioned"
  tool() {
    temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" -p "$DB_PORT" -u "$POSTGRES_USER" --db "$database" "$@"
  }
  # An existing database is only updated: setting it up again would write over the version it records.
  if tool update-schema -d "$versions"; then return; fi
  tool create
  tool setup-schema -v 0.0
  tool update-schema -d "$versions"
}

migrate temporal temporal
migrate temporal_visibility visibility
