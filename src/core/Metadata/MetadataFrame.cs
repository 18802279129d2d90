using System.Diagnostics.CodeAnalysis;
using Levada.Protocol;

namespace Levada.Metadata;

/// <summary>The value of a record in the metadata log: frame version 1, record type, version, body.</summary>
/// <remarks>The three numbers are unsigned varints (KIP-595). A record's key is null.</remarks>
public static class MetadataFrame
{
    private const uint FrameVersion = 1;

    /// <summary>Appends one framed record.</summary>
    public static void Write(IMetadataRecord record, FrameBuffer buffer)
    {
        var writer = new WireWriter(buffer);
        writer.WriteUnsignedVarint(FrameVersion);
        writer.WriteUnsignedVarint((uint)record.ApiKey);
        writer.WriteUnsignedVarint((uint)record.Version);
        record.Write(writer);
    }

    /// <summary>The framed bytes of one record.</summary>
    public static byte[] ToBytes(IMetadataRecord record)
    {
        var buffer = new FrameBuffer();
        Write(record, buffer);
        var bytes = buffer.Written.ToArray();
        buffer.Release();
        return bytes;
    }

    /// <summary>Reads one framed record.</summary>
    /// <param name="problem">Why it cannot be read: malformed, or written by a newer version.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> value, [NotNullWhen(true)] out IMetadataRecord? record, [NotNullWhen(false)] out string? problem)
    {
        record = null;
        var reader = new WireReader(value);
        var frameVersion = reader.ReadUnsignedVarint();
        var apiKey = reader.ReadUnsignedVarint();
        var version = reader.ReadUnsignedVarint();
        if (reader.Failed || apiKey > (uint)short.MaxValue || version > (uint)short.MaxValue)
            problem = "a metadata record's frame is malformed";
        else if (frameVersion != FrameVersion)
            problem = $"a metadata record has frame version {frameVersion}; only {FrameVersion} is known";
        else if ((record = MetadataRecords.Read((short)apiKey, (short)version, ref reader)) is null)
            problem = $"metadata record type {apiKey} version {version} is not known; a newer version wrote it";
        else if (reader.Failed)
            problem = $"a metadata record of type {apiKey} version {version} is malformed";
        else
            problem = null;
        if (problem is not null) record = null;
        return problem is null;
    }
}
