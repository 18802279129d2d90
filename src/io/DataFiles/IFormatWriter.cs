using Levada.Transfer.Rows;

namespace Levada.DataFiles;

/// <summary>Turns rows into the bytes of one file.</summary>
/// <remarks>Disposing it closes nothing underneath: the part file owns its stream.</remarks>
internal interface IFormatWriter : IDisposable
{
    void Write(RowBatch batch, CancellationToken cancellationToken);

    /// <summary>Ends a block so that the bytes so far are a file to go on from; false when the format cannot.</summary>
    bool Cut();

    /// <summary>Writes what ends a file: last block, footer.</summary>
    void Finish();
}
