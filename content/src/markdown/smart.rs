//! Quotes, dashes and ellipses as they are printed, for the words that pulldown does not read.

/// The text with curly quotes, `…` for three dots, `—` and `–` for three and two hyphens: what pulldown makes of words.
pub(super) fn smart(text: &str) -> String {
    let text = text.replace("...", "…").replace("---", "—").replace("--", "–");
    let mut printed = String::with_capacity(text.len());
    for c in text.chars() {
        // A quote opens at the start, after a space, and after whatever else opens or joins.
        let opens = printed.chars().next_back().is_none_or(|last| last.is_whitespace() || "([{“‘—–/".contains(last));
        printed.push(match (c, opens) {
            ('"', true) => '“',
            ('"', false) => '”',
            ('\'', true) => '‘',
            ('\'', false) => '’',
            (c, _) => c,
        });
    }
    printed
}

#[cfg(test)]
mod tests {
    use super::smart;

    #[test]
    fn quotes_are_curly() {
        for (text, printed) in [
            ("\"Don't,\" she said.", "“Don’t,” she said."),
            ("the agents' desks", "the agents’ desks"),
            ("(\"so\")", "(“so”)"),
            ("\"'Yes' means yes\"", "“‘Yes’ means yes”"),
            ("a--b --- c...", "a–b — c…"),
            ("5 o’clock", "5 o’clock"),
        ] {
            assert_eq!(smart(text), printed);
        }
    }
}
