//! Line tables as other linkers than the one at hand write them.

use gimli::write::{Address, AttributeValue, DwarfUnit, EndianVec, FileId, LineProgram, LineString, Sections};
use gimli::{DW_AT_comp_dir, Encoding, Format, LineEncoding, LittleEndian};

use super::{Dwarf, Lines};

/// A sequence: where it begins, its rows (after how many bytes, which file, which
/// line), and its length.
type Sequence<'a> = (u64, &'a [(u64, usize, u64)], u64);

/// Two functions, with the length of the second one between them.
const BODIES: [std::ops::Range<u64>; 2] = [2..10, 11..18];

/// Line tables of that version over the files `/shop/src/lib.rs` and
/// `/rustc/0/library/core.rs`.
fn sections(version: u16, sequences: &[Sequence<'_>]) -> Vec<(&'static str, Vec<u8>)> {
    let encoding = Encoding { format: Format::Dwarf32, version, address_size: 4 };
    let mut dwarf = DwarfUnit::new(encoding);
    let mut string = |text: &str| LineString::new(text, encoding, &mut dwarf.line_strings);
    let (work, source, library) = (string("/shop"), string("src"), string("/rustc/0/library"));
    let (main, core) = (string("lib.rs"), string("core.rs"));
    let mut program = LineProgram::new(encoding, LineEncoding::default(), work, None, main.clone(), None);
    let (source, library) = (program.add_directory(source), program.add_directory(library));
    let files: [FileId; 2] = [program.add_file(main, source, None), program.add_file(core, library, None)];
    for (address, rows, length) in sequences {
        program.begin_sequence(Some(Address::Constant(*address)));
        for (offset, file, line) in *rows {
            let row = program.row();
            (row.address_offset, row.file, row.line) = (*offset, files[*file], *line);
            program.generate_row();
        }
        program.end_sequence(*length);
    }
    dwarf.unit.line_program = program;
    let root = dwarf.unit.root();
    dwarf.unit.get_mut(root).set(DW_AT_comp_dir, AttributeValue::String(b"/shop".to_vec()));
    let mut written = Sections::new(EndianVec::new(LittleEndian));
    dwarf.write(&mut written).unwrap();
    let mut sections = Vec::new();
    let Ok(()) = written.for_each(|id, section| {
        sections.push((id.name(), section.slice().to_vec()));
        Ok::<_, std::convert::Infallible>(())
    });
    sections
}

fn read(sections: &[(&'static str, Vec<u8>)]) -> anyhow::Result<Lines> {
    let sections = sections.iter().map(|(name, contents)| (*name, &contents[..])).collect();
    Dwarf { sections, bodies: BODIES.to_vec() }.lines()
}

/// Which function has how many bytes from where.
fn shown(lines: &Lines) -> Vec<(u32, String, u64)> {
    let place = |place: super::Place| format!("{}:{}", lines.files[place.file as usize], place.line);
    let shown = lines
        .stretches
        .iter()
        .map(|stretch| (stretch.body, stretch.place.map_or_else(|| "nowhere".to_owned(), place), stretch.bytes));
    shown.collect()
}

#[track_caller]
fn becomes(sequences: &[Sequence<'_>], expected: &[(u32, &str, u64)]) {
    let expected: Vec<_> = expected.iter().map(|(body, place, bytes)| (*body, (*place).to_owned(), *bytes)).collect();
    for version in [4, 5] {
        assert_eq!(shown(&read(&sections(version, sequences)).unwrap()), expected, "DWARF {version}");
    }
}

#[test]
fn each_byte_belongs_to_the_row_before_it_and_the_first_ones_to_the_first_row() {
    becomes(
        &[(11, &[(3, 1, 20)], 7), (2, &[(1, 0, 10), (4, 0, 11), (5, 1, 0)], 8)],
        &[
            (0, "/shop/src/lib.rs:10", 4),
            (0, "/shop/src/lib.rs:11", 1),
            (0, "/rustc/0/library/core.rs:0", 3),
            (1, "/rustc/0/library/core.rs:20", 7),
        ],
    );
    becomes(&[(2, &[(0, 0, 1)], 5)], &[(0, "/shop/src/lib.rs:1", 5), (0, "nowhere", 3), (1, "nowhere", 7)]);
}

#[test]
fn what_the_linker_left_out_has_no_bytes() {
    let rows = &[(0, 0, 1), (3, 0, 2), (40, 0, 3)][..];
    let dead = [(0, rows, 50), (1, rows, 50), (0xffff_fffe, rows, 0), (0xffff_ffff, rows, 0)];
    for dead in dead {
        let dead = if dead.2 == 0 { (dead.0, &rows[..1], 1) } else { dead };
        becomes(&[dead], &[(0, "nowhere", 8), (1, "nowhere", 7)]);
        becomes(&[dead, (11, &[(0, 1, 5)], 7)], &[(0, "nowhere", 8), (1, "/rustc/0/library/core.rs:5", 7)]);
    }
}

#[test]
fn a_sequence_may_go_through_several_functions_and_a_row_may_not() {
    becomes(&[(2, &[(0, 0, 1), (9, 0, 2)], 16)], &[(0, "/shop/src/lib.rs:1", 8), (1, "/shop/src/lib.rs:2", 7)]);
    becomes(&[(2, &[(0, 0, 1)], 16)], &[(0, "/shop/src/lib.rs:1", 8), (1, "nowhere", 7)]);
}

#[test]
fn of_two_rows_for_a_byte_one_has_it() {
    becomes(
        &[(2, &[(0, 0, 1)], 8), (4, &[(0, 0, 2)], 2), (2, &[(0, 0, 3)], 8), (11, &[(0, 0, 4)], 7)],
        &[(0, "/shop/src/lib.rs:1", 8), (1, "/shop/src/lib.rs:4", 7)],
    );
}

#[test]
fn units_may_share_a_table() {
    let mut sections = sections(5, &[(2, &[(0, 1, 1)], 8)]);
    let (_, units) = sections.iter_mut().find(|(name, _)| *name == ".debug_info").unwrap();
    *units = units.repeat(1000);
    let expected = [(0, "/rustc/0/library/core.rs:1".to_owned(), 8), (1, "nowhere".to_owned(), 7)];
    assert_eq!(shown(&read(&sections).unwrap()), expected);
}

#[test]
fn damaged_line_tables_are_read_or_refused() {
    let whole = [4, 5].map(|version| sections(version, &[(2, &[(1, 0, 10), (4, 1, 11)], 8), (11, &[(3, 1, 20)], 7)]));
    // From a fixed seed, so that a failure can be repeated.
    let mut dice = fastrand::Rng::with_seed(1);
    let mut roll = |sides: usize| dice.usize(..sides);
    let (mut read_anyway, mut refused) = (0, 0);
    for round in 0..40_000 {
        let mut damaged = whole[round % 2].clone();
        let section = &mut damaged.iter_mut().filter(|(_, bytes)| !bytes.is_empty()).nth(roll(3)).unwrap().1;
        for _ in 0..=roll(3) {
            let at = roll(section.len());
            section[at] = u8::try_from(roll(256)).unwrap();
        }
        if roll(8) == 0 {
            section.truncate(roll(section.len()));
        }
        match read(&damaged) {
            Ok(lines) => {
                read_anyway += 1;
                for (number, body) in (0..).zip(BODIES) {
                    let of_body = lines.stretches.iter().filter(|stretch| stretch.body == number);
                    assert_eq!(of_body.map(|stretch| stretch.bytes).sum::<u64>(), body.end - body.start);
                }
            }
            Err(error) => {
                refused += 1;
                assert!(format!("{error:#}").starts_with("in "), "{error:#}");
            }
        }
    }
    assert!(read_anyway > 1000 && refused > 1000, "{read_anyway} read, {refused} refused");
}
