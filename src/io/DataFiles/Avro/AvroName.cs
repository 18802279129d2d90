using Levada.DataFiles.Values;
using Levada.Transfer.Options;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Avro;

/// <summary>What a schema is called.</summary>
/// <param name="Name">The record's name.</param>
/// <param name="Namespace">Before it; empty: none.</param>
/// <param name="Source">The table, or <c>QueryResult</c>.</param>
internal sealed record AvroName(string Name, string Namespace, string Source)
{
    private const string QueryResult = "QueryResult";

    /// <summary>In Avro the name of the record; in Parquet that of the table, where there is one.</summary>
    public static AvroName Of(TargetRequest request)
    {
        var point = request.RecordName.LastIndexOf('.');
        var name = request.RecordName[(point + 1)..];
        if (request.Options.Layout == FileLayout.Parquet && request.SourceName != QueryResult)
            name = request.SourceName;
        return new(IsValid(name) ? name : FieldNames.Clean(name), point < 0 ? "" : request.RecordName[..point], request.SourceName);
    }

    private static bool IsValid(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(static c => char.IsLetterOrDigit(c) || c == '_');
}
