using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Sources;

/// <summary>Opens data sets to read. The scheme of a location chooses the kind: a path or <c>file:</c> is files of this machine.</summary>
public static class ExportSources
{
    /// <summary>Opens a directory, a file, or what a pattern matches. Names that begin with <c>_</c> or <c>.</c> are not data.</summary>
    /// <param name="location">A path or URI.</param>
    /// <param name="options">Delimiters, null strings, time zone, properties.</param>
    /// <param name="warn">Takes lines for the log; called by several threads.</param>
    /// <exception cref="TransferException">The location is not offered, nothing is there, layouts are mixed, or the disk refuses.</exception>
    public static IExportSource Open(string location, TransferOptions options, Action<string> warn) =>
        new DirectorySource(location, options, new FormatReaders(options, warn));
}
