using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Sources;

/// <summary>Opens files of each layout as rows.</summary>
internal interface IFormatReaders
{
    /// <summary>The columns that a file itself names; null when it names none.</summary>
    RowSchema? ReadSchema(FileLayout layout, string path);

    /// <summary>Opens a file, or the given part of one.</summary>
    IRowReader Open(FileLayout layout, SourceFile file, FileRange range, RowSchema wanted);
}
