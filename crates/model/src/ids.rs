//! Identifiers, one type a noun, so that a park's id cannot be passed for an enterprise's.

use compact_str::CompactString;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Ids of up to 24 bytes, which is nearly all of them, stand in place: no allocation each.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(#[schemars(with = "String")] CompactString);

        impl $name {
            /// The id as text.
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }
    };
}

id! {
    /// A park's id, as the user's file gives it; ordered as text, which breaks all ties.
    ParkId
}
id! {
    /// An enterprise's id, as the user's file gives it; ordered as text, which breaks all ties.
    EnterpriseId
}
id! {
    /// A project's id, as the user's file gives it. An enterprise may have the same.
    ProjectId
}
