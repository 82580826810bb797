//! The integration suite lives in tests/it.
