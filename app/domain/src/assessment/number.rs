//! Numbers as people type them.

/// A text is not a number that can be read without doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Write the number like 7200 or 7200.50.")]
pub struct InvalidNumber;

/// Longest text that is read, in characters.
const LONGEST: usize = 40;

/// Reads a number as a person typed it, with `,` and `.` each as either mark.
///
/// - Spaces of any width count for nothing: `7 200` is 7200. One `+`, `-` or `−` may lead.
/// - A mark before exactly three digits separates thousands: `7,200` and `7.200` are 7200. All marks of this kind in a
///   number are the same one, and the first group has one to three digits and does not begin with 0.
/// - The last mark, before one or two digits, is the decimal mark: `7200.5`, `7.200,50`. It is not the one that
///   separates thousands.
/// - A number that begins with 0 or with its only mark has no thousands, so that mark is the decimal one: `0.125`,
///   `,5`.
///
/// # Errors
/// [`InvalidNumber`] for everything else: exponents, units, `1,2345`, `1,23,456`, `1.234.56`.
pub fn parse_number(text: &str) -> Result<f64, InvalidNumber> {
    if text.chars().count() > LONGEST {
        return Err(InvalidNumber);
    }
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, fraction) = split_decimals(digits)?;
    let whole = join_thousands(whole)?;
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(&whole) || !all_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(InvalidNumber);
    }
    let number: f64 = format!("0{whole}.{fraction}0").parse().map_err(|_| InvalidNumber)?;
    Ok(if negative { -number } else { number })
}

/// The same where the question has a unit: before or behind the number this unit counts for nothing, and neither does the
/// currency that it begins with, by its code or its sign. So `€8,400` and `8,400 EUR` are 8400 in `EUR` and in `EUR a month`;
/// another unit is refused.
///
/// # Errors
/// As [`parse_number`].
pub fn parse_number_in(text: &str, unit: Option<&str>) -> Result<f64, InvalidNumber> {
    let Some(unit) = unit.map(str::trim).filter(|unit| !unit.is_empty()) else { return parse_number(text) };
    let text = text.trim();
    let unsigned = text.trim_start_matches(['-', '−', '+']);
    let sign = &text[..text.len() - unsigned.len()];
    let code = unit.split_whitespace().next().unwrap_or_default();
    let currency = CURRENCIES.iter().find(|(known, _)| *known == code);
    let names = [Some(unit), currency.map(|(code, _)| *code), currency.map(|(_, sign)| *sign)];
    let bare = names.into_iter().flatten().find_map(|name| without(unsigned.trim(), name));
    match bare {
        Some(bare) => parse_number(&format!("{sign}{bare}")),
        None => parse_number(text),
    }
}

/// Codes of currencies with their signs.
const CURRENCIES: [(&str, &str); 5] = [("EUR", "€"), ("USD", "$"), ("GBP", "£"), ("JPY", "¥"), ("INR", "₹")];

/// The text without this name at its end or its beginning; none where it is at neither.
fn without<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let cut = text.len().checked_sub(name.len())?;
    let behind = text.get(cut..).filter(|end| end.eq_ignore_ascii_case(name)).and_then(|_| text.get(..cut));
    let before = || text.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name));
    behind.or_else(|| before().and_then(|_| text.get(name.len()..)))
}

/// Splits the decimals off, where the last mark is a decimal mark.
fn split_decimals(digits: &str) -> Result<(&str, &str), InvalidNumber> {
    let Some(last) = digits.rfind(is_mark) else { return Ok((digits, "")) };
    let (whole, fraction) = (&digits[..last], &digits[last + 1..]);
    let without_thousands = whole.is_empty() || (whole.starts_with('0') && !whole.contains(is_mark));
    match fraction.len() {
        0 => Err(InvalidNumber),
        _ if without_thousands => Ok((whole, fraction)),
        1 | 2 if !whole.contains(&digits[last..=last]) => Ok((whole, fraction)),
        3 => Ok((digits, "")),
        _ => Err(InvalidNumber),
    }
}

/// Takes the thousands marks out, where every one of them stands where it must.
fn join_thousands(whole: &str) -> Result<String, InvalidNumber> {
    let Some(first) = whole.find(is_mark) else { return Ok(whole.to_owned()) };
    let mut groups = whole.split(&whole[first..=first]);
    let leading = groups.next().unwrap_or_default();
    let leading_fits = (1..=3).contains(&leading.len()) && !leading.starts_with('0');
    let groups: Vec<&str> = groups.collect();
    if leading_fits && groups.iter().all(|group| group.len() == 3 && !group.contains(is_mark)) {
        Ok(format!("{leading}{}", groups.concat()))
    } else {
        Err(InvalidNumber)
    }
}

const fn is_mark(c: char) -> bool {
    matches!(c, ',' | '.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("7200", 7_200.0)]
    #[case(" 7200 ", 7_200.0)]
    #[case("7 200", 7_200.0)]
    #[case("7\u{2009}200", 7_200.0)]
    #[case("7\u{202f}200\u{a0}000", 7_200_000.0)]
    #[case("7,200", 7_200.0)]
    #[case("7.200", 7_200.0)]
    #[case("1,234,567", 1_234_567.0)]
    #[case("1.234.567,8", 1_234_567.8)]
    #[case("7200.5", 7_200.5)]
    #[case("7200,5", 7_200.5)]
    #[case("7.200,50", 7_200.5)]
    #[case("7,200.50", 7_200.5)]
    #[case("12,34", 12.34)]
    #[case("0.125", 0.125)]
    #[case("0,0625", 0.0625)]
    #[case(".5", 0.5)]
    #[case(",25", 0.25)]
    #[case("007", 7.0)]
    #[case("-3", -3.0)]
    #[case("− 1,5", -1.5)]
    #[case("+4", 4.0)]
    fn reads(#[case] text: &str, #[case] number: f64) {
        assert_eq!(parse_number(text), Ok(number), "{text}");
    }

    #[rstest]
    fn refuses(
        #[values(
            "",
            " ",
            "-",
            ".",
            "+-1",
            "5.",
            "7,",
            "1e3",
            "7 €",
            "20%",
            "abc",
            "NaN",
            "inf",
            "0x10",
            "١٢",
            "1,2345",
            "1,23,456",
            "1.234.56",
            "1234,567,890",
            "1234.567",
            "0,123,456",
            "1.234,567",
            "7,200.500",
            ",123,456",
            "1..2",
            "1-2",
            "--1"
        )]
        text: &str,
    ) {
        assert_eq!(parse_number(text), Err(InvalidNumber), "{text}");
    }

    #[rstest]
    #[case("8,400 EUR", "EUR", 8_400.0)]
    #[case("€8,400", "EUR", 8_400.0)]
    #[case("€ 8.400,50", "EUR", 8_400.5)]
    #[case("8400€", "EUR", 8_400.0)]
    #[case("eur 8400", "EUR", 8_400.0)]
    #[case("-€5", "EUR", -5.0)]
    #[case("€ 8,400", "EUR a month", 8_400.0)]
    #[case("8,400 EUR a month", "EUR a month", 8_400.0)]
    #[case("8400 EUR", "EUR a month", 8_400.0)]
    #[case("$12", "USD", 12.0)]
    #[case("20 %", "%", 20.0)]
    #[case("20%", "%", 20.0)]
    #[case("3 Minutes", "minutes", 3.0)]
    #[case("7,200", "EUR", 7_200.0)]
    fn reads_past_the_unit_of_the_question(#[case] text: &str, #[case] unit: &str, #[case] number: f64) {
        assert_eq!(parse_number_in(text, Some(unit)), Ok(number), "{text}");
    }

    #[rstest]
    #[case("$8,400", "EUR")]
    #[case("8,400 USD", "EUR")]
    #[case("€€5", "EUR")]
    #[case("EUR", "EUR")]
    #[case("€", "EUR")]
    #[case("5 days", "minutes")]
    #[case("€5", "minutes")]
    #[case("5 a month", "EUR a month")]
    #[case("--5", "EUR")]
    fn refuses_another_unit(#[case] text: &str, #[case] unit: &str) {
        assert_eq!(parse_number_in(text, Some(unit)), Err(InvalidNumber), "{text}");
    }

    #[test]
    fn a_longer_text_than_any_number_is_not_read() {
        assert_eq!(parse_number(&"1".repeat(41)), Err(InvalidNumber));
        assert!(parse_number(&"1".repeat(40)).is_ok());
    }

    proptest! {
        #[test]
        fn reads_what_is_written_plainly(whole: u32, cents in 0_u32..100) {
            let number = f64::from(whole) + f64::from(cents) / 100.0;
            for mark in [',', '.'] {
                let read = parse_number(&format!("{whole}{mark}{cents:02}")).unwrap();
                prop_assert!((read - number).abs() < 1e-6);
            }
        }

        #[test]
        fn without_a_unit_nothing_is_read_otherwise(text in any::<String>(), unit in "[a-z€%]{1,4}") {
            prop_assert_eq!(parse_number_in(&text, None), parse_number(&text));
            if let Ok(number) = parse_number(&text) {
                prop_assert_eq!(parse_number_in(&text, Some(&unit)), Ok(number));
            }
        }

        #[test]
        fn never_answers_with_anything_but_a_finite_number(text in any::<String>()) {
            prop_assert!(parse_number(&text).is_ok_and(f64::is_finite) || parse_number(&text).is_err());
        }

        #[test]
        fn the_marks_may_change_places(text in "[0-9,.]{1,12}") {
            let swapped: String = text.chars().map(|c| match c { ',' => '.', '.' => ',', c => c }).collect();
            prop_assert_eq!(parse_number(&text), parse_number(&swapped));
        }
    }
}
