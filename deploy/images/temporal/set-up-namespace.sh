#!/bin/sh
# Creates the namespace and its search attributes where they are missing.
set -eu

temporal operator namespace describe --namespace "$NAMESPACE" > /dev/null 2>&1 \
  || temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION"

known="$(temporal operator search-attribute list --namespace "$NAMESPACE")"
create_missing() {
  case "$known" in
    *"$1"*) ;;
    *) temporal operator search-attribute create --namespace "$NAMESPACE" --name "$1" --type "$2" ;;
  esac
}
create_missing DurablastKind Keyword
create_missing DurablastProgram Keyword
create_missing DurablastPhase Keyword
create_missing DurablastDatabase KeywordList
