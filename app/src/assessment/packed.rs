//! An attempt's view on its way into the island.
//!
//! The island's other properties are read from text, a server function's answer from bytes; for each of the two the browser would
//! load a reader of its own for the whole view. Packed as a text inside, the view is read from bytes both times.

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use server_fn::codec::JsonEncoding;
use server_fn::{Decodes, Encodes};

use super::view::AttemptView;

/// An attempt's view as a text of JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed(pub AttemptView);

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = <JsonEncoding as Encodes<AttemptView>>::encode(&self.0).map_err(S::Error::custom)?;
        serializer.serialize_str(str::from_utf8(&bytes).map_err(S::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        <JsonEncoding as Decodes<AttemptView>>::decode(text.into()).map(Self).map_err(D::Error::custom)
    }
}
