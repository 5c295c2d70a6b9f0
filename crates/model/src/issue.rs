//! Kinds of what is wrong with the inputs, or worth knowing of them.

/// What is wrong with a row, a file or a whole plan's inputs, or worth knowing of them. How grave a kind is, what
/// it is called and what to do about it stands in one table of `parkward-check`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueKind {
    /// A row of which some cell cannot be read as what it has to be.
    Unreadable,
    /// A row without an id.
    NoId,
    /// A row whose id an earlier one has.
    TakenId,
    /// An id as a number so long that its last digits are gone.
    RoundedId,
    /// A row without a position.
    NoPlace,
    /// A position of 0, 0, which stands for none.
    ZeroPlace,
    /// Latitude before longitude, or northing before easting.
    SwappedAxes,
    /// Metres where degrees are expected.
    MetresAsDegrees,
    /// An easting with the number of its zone in a CRS without.
    ZonePrefix,
    /// Coordinates that the declared CRS does not hold.
    OutsideCrs,
    /// A boundary or line that has no one meaning.
    BadShape,
    /// An industry that the classification does not have.
    UnknownCode,
    /// An industry code of the edition of 2011.
    OldCode,
    /// A code of an edition of which the file has others, which means something else in the present one.
    ReusedCode,
    /// A negative area or amount, or one too large to be.
    Impossible,

    /// A longitude or latitude with the wrong sign.
    FlippedSign,
    /// Coordinates in another CRS than the file is read in: of another zone, meridian or projection.
    WrongCrs,
    /// Degrees, minutes and seconds read as a decimal number.
    MinutesAsDecimals,
    /// Far from everything else.
    FarAway,
    /// Outside of the district's outline.
    OutsideDistrict,
    /// Coordinates of GCJ-02 or BD-09 read as if they were of WGS84.
    ShiftedAsTrue,
    /// Coordinates of WGS84 read as if they were of GCJ-02 or BD-09, or against parks that are shifted.
    TrueAsShifted,
    /// Several parks on one point, or on points side by side.
    StackedParks,
    /// Many enterprises on one point.
    StackedEnterprises,
    /// Many enterprises scattered around one point, as a geocoder does that knows no better.
    ScatteredEnterprises,
    /// Two rows that are the same thing.
    Duplicate,
    /// Two rows of nearly the same name at nearly the same place.
    NearDuplicate,
    /// Ids that differ only in case, width, blanks or invisible characters.
    AlikeIds,
    /// Ids that seem to have lost zeros at the beginning.
    ShortenedIds,
    /// Land in mu or square metres among hectares, or the other way round.
    LandUnit,
    /// Yuan among tens of thousands of yuan, or the other way round.
    MoneyUnit,
    /// Kilograms among tonnes, or the other way round.
    MassUnit,
    /// More land of enterprises in a park than the park has.
    LandBeyondPark,
    /// A park whose drawn area is not the declared one.
    AreaMismatch,
    /// A park that takes more land than it has.
    CapacityAboveArea,
    /// Parts of a park's land account that contradict each other.
    LandAccount,
    /// Parks that share land.
    Overlap,
    /// Two parks that are drawn alike, or nearly so.
    SameBoundary,
    /// An enterprise or project with no land at all.
    NoLand,
    /// A word that no rule of the book knows, in a field whose words it knows.
    UnknownWord,
    /// Text that was decoded wrongly before it came into the file.
    Mojibake,
    /// An id in a decision or in the rule book that no row has.
    UnmatchedId,
    /// A decision that cannot be carried out, or a number that no plan can be made with.
    NoPlan,
    /// A park of the rule book that the file does not have.
    MissingPark,
    /// A park of which the rule book says nothing.
    UnruledPark,
    /// A park whose capacity is not known.
    UnknownCapacity,
    /// Needs or quotas of a resource that nobody knows.
    UnknownResource,

    /// A park that is only a point.
    PointPark,
    /// A zone without the distance that a rule asks for.
    ZoneWithoutDistance,
    /// Something about the roads, or how a park meets them.
    Roads,
    /// A boundary that was put right.
    Repaired,
    /// Geometries with heights, measures or curves, which are left out.
    Simplified,
    /// A text file that is not in UTF-8.
    Decoded,
    /// Cells whose text had to be interpreted.
    Interpreted,
    /// A unit that is written where none is read from.
    UnreadUnit,
    /// A column that is not read, because another one of its meaning is.
    SecondColumn,
    /// A column that every plan needs and the file does not have.
    AbsentColumn,
    /// A column that rules or resources ask for and the file does not have.
    AbsentField,
    /// Rows that are no data: titles, blanks, sums, signatures.
    PassedOver,
    /// Anything else that was decided while reading.
    #[default]
    Noted,
}
