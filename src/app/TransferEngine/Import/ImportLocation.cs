using Levada.Transfer.Options;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Import;

/// <summary>Where an import goes, and what it does with something that is there.</summary>
internal static class ImportLocation
{
    /// <summary><c>--target-dir</c>, else the table's name below <c>--warehouse-dir</c>, else the table's name here.</summary>
    public static string Of(TransferOptions options) =>
        options.Import.TargetDir
        ?? (options.Import.WarehouseDir is { } parent ? $"{parent.TrimEnd('/')}/{options.Table}" : options.Table!);

    /// <summary>A hidden place in the target's parent, for new rows that wait to be merged into it.</summary>
    public static string Beside(string location)
    {
        var path = location.TrimEnd('/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        return $"{path[..^name.Length]}.{name}.incoming";
    }

    public static TargetMode ModeOf(TransferOptions options) => options.Import switch
    {
        { IsAppend: true } or { Incremental: IncrementalMode.Append } => TargetMode.Append,
        { IsTargetDeleted: true } => TargetMode.Replace,
        _ => TargetMode.Create,
    };
}
