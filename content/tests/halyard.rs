//! The pack that ships with Canoe is sound.

use std::error::Error;
use std::path::Path;

use content::{Files, load};

#[test]
fn halyard_has_no_errors() -> Result<(), Box<dyn Error>> {
    let files = Files::read_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("packs"))?;
    let loaded = load(&files);
    for fault in &loaded.faults {
        println!("{fault}");
    }
    assert_eq!(loaded.errors().count(), 0, "see above; everything that is wrong is listed");
    let catalog = loaded.catalog.ok_or("no catalog")?;
    for module in catalog.packs.values().flat_map(|pack| pack.modules.values()) {
        for question in &module.questions {
            let again = content::parse_question(&question.reference, &question.source, &files);
            assert_eq!(again.as_ref(), Ok(question), "a stored question reads back as it was");
        }
    }
    Ok(())
}
