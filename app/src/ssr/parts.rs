//! The controls of questions with parts, and what came of them, as HTML.
//!
//! They are made here and not in the browser: nothing of them changes there but the order of items, so the code that would
//! make them again is spared. Leptos escapes what is text; what is HTML comes out of the content's renderer.

use domain::assessment::ordinal;
use domain::catalog::QuestionKind;
use leptos::prelude::*;
use services::assessment::RowFeedback;

use crate::ui::{Icon, IconName};

/// The form's key of a list by the place of what it belongs to.
pub(super) fn pick_name(place: usize) -> String {
    format!("picks[{place}]")
}

/// The items of an order, each with its list of places, in the order in which they were put.
pub(super) fn ordering(options: &[String], picks: &[String]) -> String {
    let mut items: Vec<(usize, &String)> = options.iter().enumerate().collect();
    let place = |item: usize| picks.get(item).and_then(|pick| pick.parse::<u8>().ok());
    items.sort_by_key(|(item, _)| place(*item));
    let places: Vec<String> = (0_u8..).zip(&items).map(|(place, _)| ordinal(place)).collect();
    let items = items.into_iter().map(|(item, html)| self::item(item, html, &places, picks.get(item))).collect_view();
    view! {
        <span hidden id="place-of">
            "Place of"
        </span>
        <ul id="items" class="items">
            {items}
        </ul>
    }
    .to_html()
}

fn item(item: usize, html: &str, places: &[String], picked: Option<&String>) -> impl IntoView + use<> {
    let id = format!("item-{item}");
    let buttons = [("move-up", IconName::ChevronUp, "Move up"), ("move-down", IconName::ChevronDown, "Move down")];
    let buttons = buttons.map(|(class, icon, words)| {
        let own = format!("{class}-{item}");
        view! {
            <button
                type="button"
                id=own.clone()
                class=format!("btn btn-square {class}")
                aria-label=words
                aria-labelledby=format!("{own} {id}")
            >
                <Icon name=icon />
            </button>
        }
    });
    view! {
        <li class="item">
            <select class="select" name=pick_name(item) aria-labelledby=format!("place-of {id}")>
                {entries("–", places, picked)}
            </select>
            <span id=id class="choice-label" inner_html=html.to_owned()></span>
            <span class="item-steps">{buttons.into_iter().collect_view()}</span>
        </li>
    }
}

/// The rows of a matching question, each with its list of options.
pub(super) fn matching(rows: &[String], heads: Option<&[String; 2]>, options: &[String], picks: &[String]) -> String {
    let heads = heads.into_iter().flatten().map(|html| view! { <span inner_html=html.clone()></span> }).collect_view();
    let rows = rows.iter().enumerate().map(|(place, html)| {
        let id = format!("pick-{place}");
        view! {
            <div class="pair">
                <label class="choice-label" for=id.clone() inner_html=html.clone()></label>
                <select id=id class="select" name=pick_name(place)>
                    {entries("Choose…", options, picks.get(place))}
                </select>
            </div>
        }
    });
    view! {
        <p class="pair-heads">{heads}</p>
        <div class="pairs">{rows.collect_view()}</div>
    }
    .to_html()
}

/// The entries of a list: what stands for none, then each by its place.
fn entries(none: &'static str, entries: &[String], picked: Option<&String>) -> impl IntoView + use<> {
    let entry = |(place, words): (usize, &String)| {
        let value = place.to_string();
        let chosen = picked == Some(&value);
        view! {
            <option value=value selected=chosen>
                {words.clone()}
            </option>
        }
    };
    view! {
        <option value="">{none}</option>
        {entries.iter().enumerate().map(entry).collect_view()}
    }
}

/// What came of them: the items in the right order, or the rows with what belongs to them.
pub(super) fn told(rows: &[RowFeedback], kind: QuestionKind) -> String {
    let order = kind == QuestionKind::Ordering;
    // The style sheet numbers an order.
    let class = if order { "choices-list told told-order" } else { "choices-list told" };
    view! { <ol class=class>{rows.iter().map(|row| line(row, order)).collect_view()}</ol> }.to_html()
}

fn line(row: &RowFeedback, order: bool) -> impl IntoView + use<> {
    let (class, icon) = if row.right {
        ("choice choice-right", IconName::CircleCheck)
    } else {
        ("choice choice-wrong", IconName::CircleX)
    };
    let words = match &row.given {
        _ if row.right => "Right".to_owned(),
        Some(place) if order => format!("You put this {place}"),
        Some(option) => format!("You chose “{option}”"),
        None => "Left open".to_owned(),
    };
    let answer = row.answer.clone().map(|answer| view! { <span class="choice-answer">{answer}</span> });
    let why = row.html.clone().map(|html| view! { <span class="choice-feedback" inner_html=html></span> });
    view! {
        <li class=class>
            <span class="choice-body">
                <span class="choice-label" inner_html=row.row_html.clone()></span>
                {answer}
                <span class="choice-verdict">
                    <Icon name=icon class="size-5" />
                    {words}
                </span>
                {why}
            </span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "</option></select><script>alert(1)</script>";

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn words_of_an_option_stay_words() {
        let html = matching(&texts(&["<em>Row</em>"]), None, &texts(&[HOSTILE, "x"]), &texts(&["1"]));
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;script&gt;") && html.contains("<em>Row</em>"), "{html}");
        let row = RowFeedback {
            row_html: "<em>Row</em>".to_owned(),
            answer: Some(HOSTILE.to_owned()),
            right: false,
            given: Some(HOSTILE.to_owned()),
            html: None,
        };
        let html = told(&[row], QuestionKind::Matching);
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn what_was_picked_is_chosen() {
        let html = matching(&texts(&["a", "b"]), None, &texts(&["x", "y"]), &texts(&["1", ""]));
        assert_eq!(html.matches("selected").count(), 1, "{html}");
        assert!(html.contains("name=\"picks[1]\""), "{html}");
    }

    #[test]
    fn items_stand_as_they_were_put() {
        let order = |picks: &[&str]| {
            let html = ordering(&texts(&["A", "B", "C"]), &texts(picks));
            let mut found: Vec<(usize, &str)> =
                ["item-0", "item-1", "item-2"].map(|id| (html.find(&format!("id=\"{id}\"")).unwrap(), id)).to_vec();
            found.sort_unstable();
            found.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        };
        assert_eq!(order(&[]), ["item-0", "item-1", "item-2"]);
        assert_eq!(order(&["2", "0", "1"]), ["item-1", "item-2", "item-0"]);
        assert_eq!(order(&["1", "1", "0"]), ["item-2", "item-0", "item-1"], "also where a place is there twice");
    }
}
