//! The pieces pages are made of: plain components, rendered on the server, of use without script.
//!
//! Words come in as text and stay text nodes. The classes are defined in `frontend/style/`, a file a concern.

mod address;
mod bars;
mod choice;
mod clearance;
mod feedback;
mod form;
mod head;
mod icons;
mod layout;
mod loader;
mod logo;
mod nav;
mod page;
mod pager;
mod public;
mod reasons;
mod route;
mod select;
mod status;
mod table;
mod text_area;
mod theme;
mod water;

pub use address::breakable;
pub use bars::{Strength, StrengthBars};
pub use choice::{Checkbox, Choice, ChoiceKind, ChoiceList, ChoiceState};
pub use clearance::{ClearancePill, PillLevel};
pub use feedback::{EmptyState, FormAlert, Notice, Tone};
pub use form::{Field, HiddenField, SubmitButton};
pub use head::HeadLinks;
pub use icons::{Icon, IconName};
pub use layout::AppShell;
pub use loader::IslandLoader;
pub use logo::{Logo, LogoMark};
pub use nav::NavItem;
pub use page::{Crumb, Crumbs, PageHead};
pub use pager::Pager;
pub use public::PublicShell;
pub use reasons::{Reason, ReasonList};
pub use route::{RouteMap, RouteState, RouteStop};
pub use select::{Select, SelectOption};
pub use status::{Badge, Progress, Stat, StatRow};
pub use table::{DataTable, Td, Th};
pub use text_area::TextArea;
pub use theme::Theme;
pub use water::{Contours, Lake};
