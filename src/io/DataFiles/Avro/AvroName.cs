using Levada.Transfer.Options;
using Levada.Transfer.Targets;
using Levada.Transfer.Types;

namespace Levada.DataFiles.Avro;

/// <summary>What a schema is called.</summary>
/// <param name="Name">The record's name.</param>
/// <param name="Namespace">Before it; empty: none.</param>
/// <param name="Source">The table, or <c>QueryResult</c>.</param>
internal sealed record AvroName(string Name, string Namespace, string Source)
{
    /// <summary>In Avro the name of the record; in Parquet that of the table, where there is one.</summary>
    public static AvroName Of(TargetRequest request)
    {
        var name = RecordNames.Simple(request.RecordName);
        if (request.Options.Layout == FileLayout.Parquet && request.SourceName != RecordNames.QueryResult)
            name = request.SourceName;
        return new(IsValid(name) ? name : ColumnNames.ToAvro(name), RecordNames.Package(request.RecordName), request.SourceName);
    }

    private static bool IsValid(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(static c => char.IsLetterOrDigit(c) || c == '_');
}
