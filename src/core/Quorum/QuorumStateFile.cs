using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Levada.Log;
using Levada.Protocol;

namespace Levada.Quorum;

/// <summary>The file <c>quorum-state</c>: JSON of QuorumStateData with its version beside it, replaced as a whole.</summary>
/// <remarks>Version 1 where the voters live in the log (kraft.version 1), version 0 where the configuration names them.</remarks>
internal sealed class QuorumStateFile(IFileSystem fileSystem, string directory)
{
    private const string Name = "quorum-state";
    private const string TemporaryName = "quorum-state.tmp";
    private const short ReadVersionMax = 1;
    private const int FileBytesMax = 1 << 20;

    private string Path => $"{directory}/{Name}";

    /// <summary>The stored state, or <see cref="QuorumState.Unknown"/> without a file; false when the file cannot be understood.</summary>
    public bool TryRead(out QuorumState state)
    {
        state = QuorumState.Unknown;
        if (!fileSystem.FileExists(Path)) return true;
        using var file = fileSystem.Open(Path, FileOpenMode.Existing);
        if (file.Length > FileBytesMax) return false;
        var bytes = new byte[file.Length];
        return file.Read(bytes, 0) == bytes.Length && TryParse(bytes, out state);
    }

    /// <summary>Replaces the file; when this returns, the state survives power loss.</summary>
    public void Write(QuorumState state, short kraftVersion)
    {
        var temporaryPath = $"{directory}/{TemporaryName}";
        using (var file = fileSystem.Open(temporaryPath, FileOpenMode.CreateOrTruncate))
        {
            file.Write(Format(state, kraftVersion), 0);
            file.Flush();
        }

        fileSystem.Rename(temporaryPath, Path);
        fileSystem.FlushDirectory(directory);
    }

    internal static byte[] Format(QuorumState state, short kraftVersion)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (kraftVersion == 0) json.WriteString("clusterId"u8, "");
            json.WriteNumber("leaderId"u8, state.LeaderId);
            json.WriteNumber("leaderEpoch"u8, state.LeaderEpoch.Value);
            json.WriteNumber("votedId"u8, state.VotedId);
            if (kraftVersion == 0) WriteStaticVoters(json, state);
            else json.WriteString("votedDirectoryId"u8, state.VotedDirectoryId.ToString());
            json.WriteNumber("data_version"u8, kraftVersion == 0 ? 0 : 1);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteStaticVoters(Utf8JsonWriter json, QuorumState state)
    {
        json.WriteNumber("appliedOffset"u8, 0);
        json.WriteStartArray("currentVoters"u8);
        json.WriteStartObject();
        json.WriteNumber("voterId"u8, state.VotedId);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    internal static bool TryParse(ReadOnlySpan<byte> bytes, out QuorumState state)
    {
        try
        {
            return TryParseJson(bytes, out state);
        }
        catch (JsonException)
        {
            // The reader has no other way to say that the bytes are no JSON.
            state = QuorumState.Unknown;
            return false;
        }
    }

    private static bool TryParseJson(ReadOnlySpan<byte> bytes, out QuorumState state)
    {
        state = QuorumState.Unknown;
        var json = new Utf8JsonReader(bytes);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
        int? version = null, leaderId = null, epoch = null, votedId = null;
        Uuid? votedDirectoryId = Uuid.Zero;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Encoding.UTF8.GetString(json.ValueSpan);
            if (!json.Read()) return false;
            if (name == "data_version") version = ReadInt32(ref json);
            else if (name == "leaderId") leaderId = ReadInt32(ref json);
            else if (name == "leaderEpoch") epoch = ReadInt32(ref json);
            else if (name == "votedId") votedId = ReadInt32(ref json);
            else if (name == "votedDirectoryId") votedDirectoryId = ReadUuid(ref json);
            else json.Skip();
        }

        if (version is not (>= 0 and <= ReadVersionMax) || epoch is not >= 0 || votedDirectoryId is null) return false;
        state = new QuorumState(leaderId ?? -1, new LeaderEpoch(epoch.Value), votedId ?? -1, votedDirectoryId.Value);
        return true;
    }

    private static int? ReadInt32(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var value) ? value : null;

    private static Uuid? ReadUuid(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String && Base64Url.IsValid(json.ValueSpan) && Uuid.TryParse(json.GetString(), out var id) ? id : null;
}
