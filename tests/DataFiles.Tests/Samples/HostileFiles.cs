using CsCheck;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Tests.Samples;

/// <summary>Checks that damaged files end in a message, and that no length in them is believed.</summary>
internal static class HostileFiles
{
    private const long AllocatedBytesMax = 400 << 20;

    /// <summary>Reads every beginning of the file, or a sample of them, and the file with bytes changed at random.</summary>
    /// <param name="open">Opens a file of the given bytes.</param>
    /// <param name="seed">Changes that found a fault once, tried first; null: new ones.</param>
    public static void Sample(byte[] file, Func<byte[], IRowReader> open, string? seed = null)
    {
        for (var length = 0; length < file.Length; length += Math.Max(1, file.Length / 500))
            Read(file[..length], open);
        var change = Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte);
        change.Array[1, 6].Sample(
            changes =>
            {
                var damaged = (byte[])file.Clone();
                foreach (var (position, value) in changes)
                    damaged[position] = value;
                Read(damaged, open);
            },
            seed: seed,
            iter: 1500,
            threads: 1);
    }

    private static void Read(byte[] file, Func<byte[], IRowReader> open)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var reader = open(file);
            var batch = new RowBatch(reader.Schema);
            // What a changed count claims can be long; it is enough that it is read piece by piece.
            for (var batches = 0; batches < 20 && reader.Read(batch, TestContext.Current.CancellationToken); batches++)
                Assert.True(batch.RowCount > 0);
        }
        catch (TransferException e)
        {
            Assert.NotEmpty(e.Message);
        }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < AllocatedBytesMax);
    }
}
