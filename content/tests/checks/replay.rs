//! Questions as they come out of the database.

use std::error::Error;

use content::{Files, load, parse_question};

use crate::pack::{good, with};

type Outcome = Result<(), Box<dyn Error>>;

const BASICS: &str = "acme/modules/basics/questions.md";

/// A bank with everything that a question can hold.
const RICH: &str = r#"## What does `a < b` *mean*, "really" {braces}? {#ri-001 objective=services ratings="0.1 0.9" unit="{x}"}
Read [this](lesson:talks/10-talk). ![A ramp](images/ramp.svg)

| a | b |
|--:|---|
| 1 | 2 |

- a list
- before the answer

```rust
fn main() {} // ## not a question
```

= -0.5 +- 0.25

> Because.
>
> - of this

> As a whole.

## Ä? {#ri-002 objective=services kind=multiple ratings="0.1 0.9" shuffle=false critical=true}

- [ ] **One** [link](https://example.com/?a=1&b=2)

  > Feedback with `code`.

- [X] Two  
  lines

  > ```
  > fenced
  > ```

- [ ] Three & more
  > x
"#;

#[test]
fn a_stored_question_reads_back_as_it_was() -> Outcome {
    for bank in [None, Some(RICH.to_owned()), Some(RICH.replace('\n', "\r\n"))] {
        let files = bank.map_or_else(good, |bank| with(BASICS, &bank));
        let loaded = load(&files);
        let catalog = loaded.catalog.ok_or_else(|| format!("{:?}", loaded.faults))?;
        let questions: Vec<_> = catalog
            .packs
            .values()
            .flat_map(|pack| pack.modules.values())
            .flat_map(|module| &module.questions)
            .collect();
        assert_eq!(questions.len(), 4);
        for question in questions {
            assert_eq!(parse_question(&question.reference, &question.source, &files).as_ref(), Ok(question));
        }
    }
    Ok(())
}

#[test]
fn invisible_differences_make_no_version() -> Outcome {
    let version = |bank: &str| -> Result<String, Box<dyn Error>> {
        let catalog = load(&with(BASICS, bank)).catalog.ok_or("no catalog")?;
        let question = catalog.question(&"acme/basics/ba-001".parse()?).ok_or("no question")?;
        Ok(question.version.clone())
    };
    let source = crate::pack::source(BASICS);
    let first = version(&source)?;
    assert_eq!(version(&source.replace('\n', "  \r\n"))?, first);
    assert_eq!(version(&source.replace("## What does", "\n\n\n## What does"))?, first);
    assert_eq!(version(&source.replace("= 7200", "= 7300"))?, first, "another question changed");
    assert_ne!(version(&source.replace("Hang up", "Hang on"))?, first);
    Ok(())
}

#[test]
fn what_is_gone_is_left_out_of_a_stored_question() -> Outcome {
    let source = "## See [this](lesson:gone/10-x) {#q-1 objective=gone}\n![A ramp](images/gone.svg)\n\n= 1\n> Yes.";
    let reference = "acme/basics/q-1".parse()?;
    let question = parse_question(&reference, source, &Files::new()).map_err(|faults| format!("{faults:?}"))?;
    assert_eq!(question.prompt_html, "See this");
    assert_eq!(question.situation_html, "<figure>A ramp</figure>");
    Ok(())
}

#[test]
fn a_stored_question_that_is_broken_says_why() -> Outcome {
    let faults = |source| -> Result<Vec<String>, Box<dyn Error>> {
        let read = parse_question(&"acme/basics/q-1".parse()?, source, &Files::new());
        Ok(read.err().unwrap_or_default().iter().map(crate::pack::short).collect())
    };
    assert_eq!(faults("## A {#q-2 objective=x}\n\n= 1\n> y")?, ["acme/basics/q-1:1:8 id"]);
    assert_eq!(faults("nothing")?.len(), 3);
    assert_eq!(faults("")?.len(), 3);
    Ok(())
}
