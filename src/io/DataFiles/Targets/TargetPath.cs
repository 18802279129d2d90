using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Levada.Transfer;

namespace Levada.DataFiles.Targets;

/// <summary>A target directory, and the hidden names beside it that belong to runs into it.</summary>
internal sealed record TargetPath(string Full)
{
    private const int IdLength = 16;
    private const int NameBytesMax = 200;

    private static readonly SearchValues<char> s_idDigits = SearchValues.Create("0123456789abcdef");

    public string Parent { get; } = Path.GetDirectoryName(Full)
        ?? throw new TransferException($"{Full} cannot be a target: nothing can be staged beside it.");

    /// <summary>The file that stands for the right to change the target.</summary>
    public string LockPath => Path.Join(Parent, $".{Stem}.lock");

    /// <summary>The target's name, shortened where a name derived from it would be too long for a directory entry.</summary>
    private string Stem { get; } = StemOf(Path.GetFileName(Full));

    /// <summary>The target that a location means: where a link leads, if it is one or lies in one.</summary>
    public static TargetPath Of(string location, IDisk disk)
    {
        try
        {
            var path = disk.FollowLink(Path.TrimEndingDirectorySeparator(LocalLocation.Parse(location)));
            return new TargetPath(Path.GetDirectoryName(path) is { } parent ? Path.Join(disk.FollowLink(parent), Path.GetFileName(path)) : path);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"find {location}", e);
        }
    }

    /// <summary>A name for the staging directory of a run.</summary>
    public string StagingName(Guid run) => $".{Stem}.{run.ToString("N")[..IdLength]}";

    /// <summary>Whether an entry of <see cref="Parent"/> has the name of a staging directory for this target.</summary>
    public bool IsStagingName(string name) =>
        name.Length == Stem.Length + 2 + IdLength
        && name[0] == '.'
        && name[Stem.Length + 1] == '.'
        && name.AsSpan(1, Stem.Length).SequenceEqual(Stem)
        && !name.AsSpan(Stem.Length + 2).ContainsAnyExcept(s_idDigits);

    private static string StemOf(string name) => Encoding.UTF8.GetByteCount(name) <= NameBytesMax
        ? name
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
