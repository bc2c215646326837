//! Orders, pairs, words, and credit in part: what is read, and what is wrong with them.

use std::error::Error;

use content::load;
use domain::catalog::Key;

use crate::pack::{expect_in, with};

const BASICS: &str = "acme/modules/basics/questions.md";

const BANK: &str = r#"## Which order? {#ba-001 objective=services kind=ordering partial=true ratings="0.70 0.75"}
It begins at 00:00.

1. The *window* opens
   > Nothing comes before.
2. The load climbs
3. "Stop" ends it

> As a whole.

## What belongs together? {#ba-002 objective=prices kind=matching ratings="0.60 0.65"}

| What `it` is | Price |
|---|---|
| One night | 4,800 |
| Three *nights* | 16,500 |
| One more | 4,800 |

> That is the list.

## Who is it? {#ba-003 objective=prices kind=short-text ratings="0.60 0.65"}
A situation.

= Watch captain
= the “captain”
> He runs it.
"#;

/// Checks the faults that one change of the bank makes.
fn expect(from: &str, to: &str, expected: &str) {
    assert_eq!(BANK.matches(from).count(), 1, "`{from}`");
    expect_in(&with(BASICS, &BANK.replace(from, to)), BASICS, expected, to);
}

#[test]
fn they_are_read_as_written() -> Result<(), Box<dyn Error>> {
    let loaded = load(&with(BASICS, BANK));
    assert_eq!(loaded.faults.len(), 0, "{:?}", loaded.faults);
    let catalog = loaded.catalog.ok_or("no catalog")?;
    let order = catalog.question(&"acme/basics/ba-001".parse()?).ok_or("no question")?;
    let Key::Ordering(steps) = &order.key else { return Err("no order".into()) };
    let read: Vec<_> = steps.iter().map(|step| (step.html.as_str(), step.feedback_html.as_deref())).collect();
    let first = ("The <em>window</em> opens", Some("<p>Nothing comes before.</p>"));
    assert_eq!(read, [first, ("The load climbs", None), ("“Stop” ends it", None)]);
    assert_eq!(order.situation_html, "<p>It begins at 00:00.</p>");
    assert_eq!(order.explanation_html.as_deref(), Some("<p>As a whole.</p>"));
    assert!(order.partial && order.shuffle);
    let pairs = catalog.question(&"acme/basics/ba-002".parse()?).ok_or("no question")?;
    let Key::Matching(matching) = &pairs.key else { return Err("no pairs".into()) };
    assert_eq!(matching.heads, ["What <code>it</code> is", "Price"]);
    let rows: Vec<_> = matching.rows.iter().map(|(html, option)| (html.as_str(), *option)).collect();
    assert_eq!(rows, [("One night", 0), ("Three <em>nights</em>", 1), ("One more", 0)]);
    assert_eq!(matching.options, ["4,800", "16,500"]);
    assert!(!pairs.partial && pairs.shuffle && pairs.explanation_html.is_some());
    let words = catalog.question(&"acme/basics/ba-003".parse()?).ok_or("no question")?;
    let Key::ShortText(text) = &words.key else { return Err("no words".into()) };
    assert_eq!(text.accepted, ["Watch captain", "the “captain”"]);
    assert_eq!(text.feedback_html.as_deref(), Some("<p>He runs it.</p>"));
    assert!(!words.shuffle);
    Ok(())
}

#[test]
fn faults_of_orders_have_their_place() {
    for (from, to, expected) in [
        ("3. \"Stop\" ends it\n", "", "4:1 options"),
        ("3. \"Stop\" ends it\n", &(3..=9).map(|n| format!("{n}. Item {n}\n")).collect::<String>(), "4:1 options"),
        ("2. The load climbs", "2. The  WINDOW opens", "6:1 twice"),
        ("2. The load climbs", "4. The load climbs", "6:1 order"),
        ("1. The *window*", "2. The *window*", "6:1 order"),
        ("2. The load climbs\n3. ", "1. The load climbs\n1. ", ""),
        ("2. The load climbs", "2.", "6:1 empty"),
        ("2. The load climbs", "2. The load climbs\n\n   More.", "8:4 option"),
        ("   > Nothing comes before.", "> Nothing comes before.", "5:1 margin"),
        ("1. The *window*", "1. [x] The *window*", "4:1 box|6:1 box|7:1 box"),
        (
            "1. The *window* opens\n   > Nothing comes before.\n2. The load climbs\n3. ",
            "- The load climbs\n- ",
            "1:50 kind",
        ),
        ("kind=ordering partial=true ", "", "4:1 box"),
        ("partial=true", "shuffle=false", "1:67 attribute"),
        ("   > Nothing comes before.\n", "", ""),
    ] {
        expect(from, to, expected);
    }
    let bare = "   > Nothing comes before.\n2. The load climbs\n3. \"Stop\" ends it\n\n> As a whole.\n";
    expect(bare, "2. The load climbs\n3. End\n", "4:1 feedback-missing?");
}

#[test]
fn faults_of_pairs_have_their_place() {
    for (from, to, expected) in [
        ("| One more | 4,800 |\n", "", "13:1 options"),
        ("| One more | 4,800 |", "| one night | 1,200 |", "17:1 twice"),
        ("| One more | 4,800 |", "| One more | |", "17:1 empty"),
        ("| One more | 4,800 |", "| | 1,200 |", "17:1 empty"),
        ("| One more | 4,800 |", "| One more | 4,800 | 5 |", "17:1 pairs"),
        ("| One more | 4,800 |", "| One \\| more | 4,800 |", ""),
        ("| Three *nights* | 16,500 |", "| Three *nights* | 4,800 |", "13:1 pairs"),
        ("| What `it` is | Price |\n|---|---|", "| What | Price | More |\n|---|---|---|", "13:1 pairs"),
        ("| What `it` is | Price |", "| What `it` is | |", "13:1 empty"),
        ("\n> That is the list.\n", "", "13:1 feedback-missing?"),
        ("kind=matching ", "", "13:1 options"),
        ("kind=matching", "kind=ordering", "11:58 kind"),
    ] {
        expect(from, to, expected);
    }
    expect("| One more | 4,800 |", &format!("| One more | {} |", "x".repeat(81)), "17:1 pairs");
    let capitals = "| Three *nights* | Day |\n| Four | day |";
    expect("| Three *nights* | 16,500 |", capitals, "17:1 twice");
}

#[test]
fn faults_of_words_have_their_place() {
    for (from, to, expected) in [
        ("= the “captain”", "= WATCH   captain!", "25:3 twice"),
        ("= the “captain”", "= ...", "25:3 empty"),
        ("= the “captain”", "the captain", "25:1 short-text"),
        ("= the “captain”", "= *captain*", "25:3 short-text"),
        ("A situation.\n\n= Watch", "A situation.\n= Watch", "23:1 short-text"),
        ("> He runs it.\n", "", "24:1 feedback-missing?"),
        ("kind=short-text", "kind=matching", "21:46 kind"),
        ("kind=short-text ", "", "24:3 numeric|25:1 numeric"),
        ("kind=short-text", "kind=short-text partial=true", "21:65 attribute"),
        ("kind=short-text", "kind=short-text unit=\"EUR\"", "21:63 attribute"),
        ("kind=short-text", "kind=short-txt", "21:46 kind|24:3 numeric|25:1 numeric"),
    ] {
        expect(from, to, expected);
    }
    expect("= the “captain”", &format!("= {}", "x".repeat(201)), "25:3 short-text");
}
