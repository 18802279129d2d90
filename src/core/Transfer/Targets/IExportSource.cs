using System.Collections.Immutable;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Targets;

/// <summary>A data set that is read: for an export, a merge, a validation.</summary>
public interface IExportSource
{
    /// <summary>The format of the files.</summary>
    FileLayout Layout { get; }

    /// <summary>The columns that the files themselves name (Avro, Parquet, a SequenceFile's are not named); null for text.</summary>
    RowSchema? FileSchema { get; }

    /// <summary>Cuts the data set into at most so many slices of about equal size; fewer when there is less to read.</summary>
    ImmutableArray<ExportSlice> Slice(int sliceCountMax);

    /// <summary>Reads a slice as rows of the wanted schema: fields of text in order, of other formats by name without regard to case.</summary>
    IRowReader Open(ExportSlice slice, RowSchema wanted, CancellationToken cancellationToken);
}
