namespace Levada.Dump;

/// <summary><c>dump-log</c>.</summary>
/// <param name="Paths">Files, or directories whose files are meant.</param>
/// <param name="IsDeep">Whether the records of batches are printed.</param>
/// <param name="CountMax">Batches or entries of each file.</param>
internal sealed record DumpOptions(IReadOnlyList<string> Paths, bool IsDeep, int CountMax);
