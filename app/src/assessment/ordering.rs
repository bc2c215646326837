//! What script adds to an ordering question. Each item has a list of places, which is all that is needed without script;
//! with it the items stand in the order of their places: who picks a place moves the item there, and buttons move it by one.
//!
//! The order is in the page, as every answer is: the lists say it.

use domain::assessment::ordinal;
use leptos::leptos_dom::helpers::{document, event_target};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Event, HtmlSelectElement};

use super::desk::Desk;

/// The id of the whole desk, which tells by its class that something listens.
pub(super) const DESK: &str = "desk";
/// The id of where it is said where an item has gone, for those who do not see it.
pub(super) const MOVED: &str = "moved";
/// The list's id.
const ITEMS: &str = "items";
/// The class of the buttons that move an item up.
const UP: &str = "move-up";

/// One step in the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// Shows what needs script.
pub(super) fn wake() {
    if let Some(desk) = document().get_element_by_id(DESK) {
        drop(desk.class_list().add_1("awake"));
    }
}

/// Moves the item of a button by one place.
pub(super) fn step(desk: Desk, event: &Event) {
    let button = event_target::<Element>(event).closest("button").ok().flatten();
    let (Some(item), Some(button)) = (item_of(event), button) else { return };
    pass(&item, if button.class_list().contains(UP) { Way::Up } else { Way::Down });
    number();
    say(&item);
    desk.changed();
}

/// Moves the item of a list to the place that was picked; the form hears of the change by itself.
pub(super) fn jump(event: &Event) {
    let picked = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
    if let (Some(item), Some(list)) = (item_of(event), picked) {
        move_to(&item, &list.value());
        number();
        say(&item);
    }
}

fn move_to(item: &Element, place: &str) {
    let Ok(place) = place.parse::<usize>() else { return };
    while place_of(item) > place && pass(item, Way::Up) {}
    while place_of(item) < place && pass(item, Way::Down) {}
}

fn item_of(event: &Event) -> Option<Element> {
    event_target::<Element>(event).closest(".item").ok()?
}

/// How many items stand before this one.
fn place_of(item: &Element) -> usize {
    std::iter::successors(item.previous_element_sibling(), Element::previous_element_sibling).count()
}

/// Lets an item change places with its neighbour, and says whether there is one. It is the neighbour that is taken out and put
/// in again: what is taken out loses the focus.
fn pass(item: &Element, way: Way) -> bool {
    let neighbour = if way == Way::Up { item.previous_element_sibling() } else { item.next_element_sibling() };
    let (Some(neighbour), Some(list)) = (neighbour, item.parent_element()) else { return false };
    let before = if way == Way::Up { item.next_sibling() } else { Some((**item).clone()) };
    list.insert_before(&neighbour, before.as_ref()).is_ok()
}

/// Writes every item's place into its list.
fn number() {
    for (place, list) in lists().iter().enumerate() {
        list.set_value(&place.to_string());
    }
}

/// Says where an item stands.
fn say(item: &Element) {
    let words = item.query_selector(".choice-label").ok().flatten().and_then(|label| label.text_content());
    let place = ordinal(u8::try_from(place_of(item)).unwrap_or(u8::MAX));
    tell(&format!("{}: {place} of {}", words.unwrap_or_default(), lists().len()));
}

/// Says no more of a question that is gone.
pub(super) fn hush() {
    tell("");
}

fn tell(words: &str) {
    if let Some(moved) = document().get_element_by_id(MOVED) {
        moved.set_text_content(Some(words));
    }
}

/// The lists of places in the order in which their items stand.
fn lists() -> Vec<HtmlSelectElement> {
    let Some(items) = document().get_element_by_id(ITEMS) else { return Vec::new() };
    let first = items.first_element_child();
    std::iter::successors(first, Element::next_element_sibling)
        .filter_map(|item| item.query_selector("select").ok().flatten()?.dyn_into().ok())
        .collect()
}

/// Lets the items stand in the order of the places that were picked before there was anything that listens.
pub(super) fn settle() {
    let picked = |list: HtmlSelectElement| Some((list.value(), list.parent_element()?));
    let mut picked: Vec<_> = lists().into_iter().filter_map(picked).filter(|(place, _)| !place.is_empty()).collect();
    if picked.is_empty() {
        return;
    }
    // One digit each: there are 8 items at most.
    picked.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (place, item) in &picked {
        move_to(item, place);
    }
    number();
}
