namespace Levada.Network;

/// <summary>How one receive or send went.</summary>
internal readonly record struct Transfer(TransferStatus Status, int ByteCount)
{
    public static Transfer Pending => new(TransferStatus.Pending, 0);
    public static Transfer WouldBlock => new(TransferStatus.WouldBlock, 0);
    public static Transfer Failed => new(TransferStatus.Failed, 0);
    public static Transfer Done(int byteCount) => new(TransferStatus.Done, byteCount);
}
