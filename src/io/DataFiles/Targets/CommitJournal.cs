using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Levada.DataFiles.Targets;

/// <summary>A commit that is decided. As long as it lies in a staging directory, whoever opens the target next finishes it first.</summary>
/// <param name="Version">1.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="StagedInode">The inode of the staged directory, by which is told whether an exchange has happened; null: nothing is exchanged.</param>
/// <param name="Moves">The files of an append, in order.</param>
/// <param name="FollowUp">What the caller still has to do afterwards.</param>
internal sealed record CommitJournal(int Version, CommitKind Kind, ulong? StagedInode, ImmutableArray<CommitMove> Moves, string? FollowUp)
{
    public const int CurrentVersion = 1;
    public const int ByteCountMax = 256 << 20;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, CommitJournalJson.Default.CommitJournal);

    /// <exception cref="InvalidDataException">The bytes are no journal that this build can follow.</exception>
    public static CommitJournal Parse(byte[] bytes)
    {
        try
        {
            var journal = JsonSerializer.Deserialize(bytes, CommitJournalJson.Default.CommitJournal);
            if (journal is { Version: CurrentVersion } && Enum.IsDefined(journal.Kind) && !journal.Moves.IsDefault && journal.Moves.All(IsSafe))
                return journal;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("it is no journal of a commit", e);
        }

        throw new InvalidDataException("it is no journal of a commit that this version can finish");
    }

    /// <summary>A move stays below its two directories: a name, or a name in <c>_lob</c>.</summary>
    private static bool IsSafe(CommitMove? move) => IsSafe(move?.From) && IsSafe(move?.To);

    private static bool IsSafe(string? path)
    {
        if (path is null)
            return false;
        var name = path.StartsWith(LargeObjectNames.Directory + "/", StringComparison.Ordinal)
            ? path[(LargeObjectNames.Directory.Length + 1)..]
            : path;
        return name is not ("" or "." or "..") && !name.AsSpan().ContainsAny('/', '\\', '\0');
    }
}

[JsonSerializable(typeof(CommitJournal))]
internal sealed partial class CommitJournalJson : JsonSerializerContext;
