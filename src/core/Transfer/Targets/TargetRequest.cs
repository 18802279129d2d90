using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Targets;

/// <summary>All that a target needs to know before the first row.</summary>
/// <param name="Location">A path or URI; its scheme chooses the kind of target.</param>
/// <param name="Schema">The columns of the rows that will come, after type mapping.</param>
/// <param name="Options">Layout, codec, delimiters, properties.</param>
/// <param name="Mode">What happens with an existing target.</param>
/// <param name="RecordName">The record's or class's name, with its namespace if any: <c>pkg.emp</c>.</param>
public sealed record TargetRequest(string Location, RowSchema Schema, TransferOptions Options, TargetMode Mode, string RecordName)
{
    /// <summary>The table, or <c>QueryResult</c>: stands in schemas and in names of temporary directories.</summary>
    public string SourceName { get; init; } = "QueryResult";

    /// <summary><c>m</c> for an import, <c>r</c> for a merge: the letter in <c>part-m-00000</c>.</summary>
    public char PartLetter { get; init; } = 'm';
}
