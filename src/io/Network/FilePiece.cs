using Microsoft.Win32.SafeHandles;

namespace Levada.Network;

/// <summary>A file's range inside a response, behind the first <paramref name="BufferLength"/> bytes of its buffer.</summary>
internal readonly record struct FilePiece(SafeFileHandle File, long Position, int ByteCount, int BufferLength);
