namespace Levada.DataFiles.Codecs;

/// <summary>Members of a format that has a compressing stream of its own: one such stream for each member.</summary>
/// <param name="output">Where the members go.</param>
/// <param name="begin">Opens a stream for one member, which on disposal ends the member and leaves its output open.</param>
/// <param name="emptyMember">The member that holds no bytes.</param>
internal sealed class FramedMemberStream(Stream output, Func<Stream, Stream> begin, ReadOnlyMemory<byte> emptyMember) : MemberStream
{
    private Stream? _member;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty)
            return;
        _member ??= begin(output);
        _member.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void EndMember()
    {
        if (_member is not { } member)
            return;
        _member = null;
        member.Dispose();
        HasMembers = true;
    }

    protected override void WriteEmptyMember() => output.Write(emptyMember.Span);

    protected override void Dispose(bool disposing)
    {
        // The libraries know no way to let go of a member but to end it; what they then write is the output's to drop.
        if (disposing)
            _member?.Dispose();
        _member = null;
        base.Dispose(disposing);
    }
}
