namespace Levada.Network;

/// <summary>Where listeners report what an operator should know; few lines, never on the data path.</summary>
public interface INetworkLog
{
    void Info(string text);
    void Warn(string text);
    void Error(string text, Exception exception);
}
