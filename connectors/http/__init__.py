"""Any platform that implements the generic contract (docs/platform-contract.openapi.yaml)."""
