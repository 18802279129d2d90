using Levada.Transfer.Targets;

namespace Levada.DataFiles.Targets;

/// <summary>Makes the writer of a request's layout over the stream of a part.</summary>
internal interface IFormatWriters
{
    IFormatWriter Create(TargetRequest request, Stream output);

    /// <summary>Makes a writer that goes on with a file that <see cref="IFormatWriter.Cut"/> ended.</summary>
    /// <param name="request">What the file was begun with.</param>
    /// <param name="existing">The file so far, to read; not before compression.</param>
    /// <param name="output">Takes what follows.</param>
    IFormatWriter Continue(TargetRequest request, Stream existing, Stream output);
}
