//! Files that are damaged, cut off, or something else.

use super::encoder::{Osm, Packing, field, framed, number, varint, zlib};
use super::{STREET, barrier, crossing, read_bytes};
use parkward_assignment::Random;

/// A file with something of everything.
fn all() -> Osm {
    let mut osm = crossing();
    barrier(&mut osm, 4, &[("barrier", "bollard")]);
    osm.way(9, &[12, 13, 99], &[("highway", "service"), ("name", "支路"), ("maxspeed", "30")]);
    osm.way(10, &[14, 15], &[("route", "ferry"), ("duration", "10")]);
    osm.relation(
        &[("type", "restriction"), ("restriction", "no_left_turn")],
        &[("from", 1, 1), ("via", 0, 3), ("to", 1, 3)],
    );
    osm
}

fn error(bytes: &[u8]) -> String {
    read_bytes(bytes).expect_err("an error")
}

/// A file of one block.
fn of_block(data: &[u8]) -> Vec<u8> {
    let osm = Osm::new();
    [osm.bytes(), osm.block("OSMData", data)].concat()
}

#[test]
fn a_file_that_is_cut_off_is_refused_or_read_as_far_as_it_goes() {
    for packing in [Packing::None, Packing::Zlib] {
        for dense in [false, true] {
            let osm = Osm { packing, dense, a_block: 4, ..all() };
            let bytes = osm.bytes();
            let whole = read_bytes(&bytes).unwrap();
            for end in 0..bytes.len() {
                match read_bytes(&bytes[..end]) {
                    // Between two blocks nothing says that more would follow.
                    Ok(part) => assert!(part.counts.ways <= whole.counts.ways),
                    Err(why) => {
                        let known = [
                            "it is cut off",
                            "empty file",
                            "something else",
                            "without their nodes",
                            "none of which",
                        ];
                        assert!(known.iter().any(|known| why.contains(known)), "{end}: {why}");
                    }
                }
            }
        }
    }
}

#[test]
fn flipped_bits_do_no_harm() {
    for packing in [Packing::None, Packing::Zlib] {
        for dense in [false, true] {
            let bytes = Osm { packing, dense, ..all() }.bytes();
            let (mut refused, mut read) = (0, 0);
            for (at, bit) in (0..bytes.len()).flat_map(|at| [(at, at % 8), (at, (at + 3) % 8)]) {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                match read_bytes(&flipped) {
                    Ok(_) => read += 1,
                    Err(why) => {
                        assert!(why.starts_with("a.osm.pbf: expected "), "{why}");
                        refused += 1;
                    }
                }
            }
            assert!(refused > 0 && (packing == Packing::Zlib || read > 0));
        }
    }
}

#[test]
fn noise_does_no_harm() {
    let mut random = Random::new(16);
    for round in 0..2_000 {
        let mut bytes = Osm { dense: round % 2 == 0, ..all() }.bytes();
        for _ in 0..=random.below(6) {
            let at = random.below(bytes.len());
            match random.below(3) {
                0 => bytes[at] = random.next_number().to_le_bytes()[0],
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, 0xff),
            }
        }
        drop(read_bytes(&bytes));
    }
}

#[test]
fn what_is_no_such_file_is_named() {
    for (bytes, found) in [
        (&b""[..], "an empty file"),
        (b"<?xml version='1.0'?><osm version='0.6'/>", "XML; convert it"),
        (b"\xef\xbb\xbf <osm/>", "XML; convert it"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "packed by gzip"),
        (b"BZh91AY&SY", "packed by bzip2"),
        (b"id,lon,lat\n1,121,30\n", "something else"),
        (b"\x00\x00\x00\x05hello", "something else"),
        (b"\x00\x00", "something else"),
    ] {
        let why = error(bytes);
        assert!(why.contains("expected an OSM PBF file, found") && why.contains(found), "{why}");
    }
    let headless = Osm::new().block("OSMData", &[]);
    assert!(error(&headless).contains("something else"));
    let missing = super::read_osm_roads(std::path::Path::new("/no/such"), "a.osm.pbf");
    assert!(missing.is_err_and(|why| why.to_string().contains("there is no such file")));
}

#[test]
fn what_is_not_understood_is_named() {
    let why = |features: &[&str]| {
        let features = features.iter().map(|name| (*name).to_owned()).collect();
        error(&Osm { features, ..crossing() }.bytes())
    };
    assert!(
        why(&["OsmSchema-V0.6", "HistoricalInformation"]).contains("a file with all its history")
    );
    assert!(why(&["OsmSchema-V0.7"]).contains("one that asks for OsmSchema-V0.7"));
    let packed = Osm { packing: Packing::Zstd, ..crossing() };
    assert!(error(&packed.bytes()).contains("packed by Zstandard"));
    // Blocks of other kinds are passed over, wherever they stand behind the first.
    let osm = crossing();
    let bytes = [osm.bytes(), osm.block("Sandbox", b"anything")].concat();
    assert_eq!(read_bytes(&bytes).unwrap(), read_bytes(&osm.bytes()).unwrap());
}

#[test]
fn a_file_without_roads_says_what_it_has() {
    assert!(error(&Osm::new().bytes()).contains("0 ways, none of which is one"));
    let mut paths = super::rows();
    paths.way(1, &[1, 2], &[("highway", "footway")]);
    assert!(error(&paths.bytes()).contains("1 ways, none of which is one"));
    let mut nowhere = Osm::new();
    nowhere.way(1, &[1, 2], STREET).way(2, &[], STREET);
    assert!(error(&nowhere.bytes()).contains("2 without their nodes"));
}

#[test]
fn a_small_file_that_unpacks_to_much_is_refused() {
    let much = vec![0; (32 << 20) + 1];
    let bomb = framed("OSMData", &field(3, &zlib(&much)));
    assert!(error(&[Osm::new().bytes(), bomb].concat()).contains("a larger one at byte"));
    // Not packed, and only announced.
    let header = [field(1, b"OSMData"), number(3, 1 << 40)].concat();
    let length = u32::try_from(header.len()).unwrap().to_be_bytes();
    let announced = [&Osm::new().bytes()[..], &length, &header].concat();
    assert!(error(&announced).contains("a larger one at byte"));
    // A size that is not the one that was said.
    let content = [number(2, 5), field(3, &zlib(b"1234"))].concat();
    let wrong = [Osm::new().bytes(), framed("OSMData", &content)].concat();
    assert!(error(&wrong).contains("a damaged block at byte"));
    // Many that are not too large each: what they say and what they hold.
    let content = [number(2, 30 << 20), field(3, &zlib(&much[..30 << 20]))].concat();
    let some = [Osm::new().bytes(), framed("OSMData", &content).repeat(2)].concat();
    assert!(error(&some).contains("a damaged block"), "{}", error(&some));
    let many = [some, framed("OSMData", &content)].concat();
    assert!(error(&many).contains("unpacks to at most 20 times its size, found more"));
    // As many ways as fit, of nothing.
    let ways = field(2, &field(3, &number(1, 1)).repeat(1_000_000));
    let many = [Osm::new().bytes(), framed("OSMData", &field(3, &zlib(&ways)))].concat();
    assert!(many.len() < 10_000 && error(&many).contains("1000000 ways"));
}

#[test]
fn values_that_cannot_be_are_damage() {
    let group = |element: &[u8]| of_block(&[field(1, &field(1, b"")), field(2, element)].concat());
    let members = |kind: u64, role: u64| {
        let row = [field(8, &varint(role)), field(9, &varint(6)), field(10, &varint(kind))];
        group(&field(4, &row.concat()))
    };
    // Ids that grow beyond all bounds.
    let most = [&[0xfe][..], &[0xff; 8], &[1]].concat();
    let ids = group(&field(
        2,
        &[field(1, &most.repeat(2)), field(8, &[0, 0]), field(9, &[0, 0])].concat(),
    ));
    for (bytes, what) in [
        (members(7, 0), "an unknown kind of member"),
        (members(0, 5), "a text that is not there"),
        (group(&field(4, &field(8, &[0]))), "a member without an id"),
        (group(&field(3, &field(2, &[0]))), "a key without a value"),
        (group(&field(3, &field(8, &[0x80]))), "half a number"),
        (group(&field(2, &field(1, &[2]))), "a node without a place"),
        (ids, "ids without bounds"),
        (group(&number(3, 5)), "a number for a way"),
    ] {
        let at = format!("a damaged block at byte {}", Osm::new().bytes().len());
        assert!(error(&bytes).contains(&at), "{what}: {}", error(&bytes));
    }
    // A place beyond all bounds is a node that is missing.
    let far = group(&field(2, &[field(1, &[2]), field(8, &most), field(9, &most)].concat()));
    assert!(error(&far).contains("0 ways"));
}
