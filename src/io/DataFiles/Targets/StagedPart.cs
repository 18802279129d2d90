using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Targets;

/// <summary>Writes the rows of one part.</summary>
internal sealed class StagedPart(StagedFile file, IFormatWriter format) : IPartWriter
{
    public long ByteCount => file.ByteCount;

    public void Write(RowBatch batch, CancellationToken cancellationToken) => format.Write(batch, cancellationToken);

    public long? Cut(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return format.Cut() ? file.Cut() : null;
    }

    public void Complete(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        format.Finish();
        file.Complete();
    }

    public void Dispose()
    {
        // Before the format closes: some write a footer then, which must not make a part of half a file look whole.
        file.Abandon();
        format.Dispose();
        file.Dispose();
    }
}
