namespace Levada.DataFiles.Blocks;

/// <summary>Reads as many bytes as a file claims to hold without believing it.</summary>
internal static class BoundedBytes
{
    private const int PieceSize = 1 << 20;

    /// <summary>Reads the bytes into the block, taking memory only as they arrive.</summary>
    /// <exception cref="InvalidDataException">The stream ends before.</exception>
    public static void Read(Stream stream, long byteCount, BlockBuffer block)
    {
        for (var rest = byteCount; rest > 0;)
        {
            var room = block.Reserve((int)Math.Min(rest, PieceSize));
            var read = stream.Read(room[..(int)Math.Min(rest, room.Length)]);
            if (read == 0)
                throw new InvalidDataException($"The file ends {rest} bytes too early.");
            block.Advance(read);
            rest -= read;
        }
    }
}
