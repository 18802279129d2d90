using Levada.Transfer;

namespace Levada.DataFiles.Blocks;

/// <summary>Compresses one block at a time. Not safe for several threads at once.</summary>
internal abstract class BlockCodec : IDisposable
{
    // Honest blocks hardly shrink more than this; small ones may, since they cost little.
    private const int ExpansionMax = 64;
    private const int FreeExpansionBytes = 64 << 20;

    /// <summary>Appends the compressed form of the block.</summary>
    public abstract void Compress(ArraySegment<byte> block, BlockBuffer output);

    /// <summary>Appends what the block was before it was compressed.</summary>
    /// <exception cref="InvalidDataException">The block is damaged, or expands beyond all measure.</exception>
    public void Decompress(ArraySegment<byte> block, BlockBuffer output)
    {
        var bound = (int)Math.Min(Array.MaxLength, Math.Max(FreeExpansionBytes, (long)block.Count * ExpansionMax));
        try
        {
            Expand(block, output, bound);
        }
        // Each library has exceptions of its own, and some let a bad index through.
        catch (Exception e) when (e is not (InvalidDataException or TransferException or OutOfMemoryException))
        {
            throw new InvalidDataException($"A compressed block is damaged: {e.Message}", e);
        }
    }

    public virtual void Dispose()
    {
    }

    /// <param name="block">The compressed bytes.</param>
    /// <param name="output">Receives the others.</param>
    /// <param name="lengthMax">How many those may be.</param>
    protected abstract void Expand(ArraySegment<byte> block, BlockBuffer output, int lengthMax);

    /// <summary>Copies a decompressing stream to the block, a bounded piece at a time.</summary>
    protected static void CopyBounded(Stream source, BlockBuffer output, int lengthMax)
    {
        const int piece = 64 << 10;
        var start = output.Length;
        while (source.Read(output.Reserve(piece)) is var read and > 0)
        {
            output.Advance(read);
            if (output.Length - start > lengthMax)
                throw TooLarge(lengthMax);
        }
    }

    protected static InvalidDataException TooLarge(int lengthMax) => new($"A compressed block expands to more than {lengthMax} bytes.");
}
