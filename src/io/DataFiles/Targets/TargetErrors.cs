using Levada.Transfer;

namespace Levada.DataFiles.Targets;

internal static class TargetErrors
{
    public static TransferException Exists(string path) => new($"Output directory {path} already exists");
}
