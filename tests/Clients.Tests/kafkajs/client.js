// What the scripts share: the client, its codecs, and a check that ends the script with a reason.
const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = require('kafkajs')

CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy')

const patienceMs = 200000

exports.connect = () =>
  new Kafka({
    clientId: 'levada-kafkajs',
    brokers: [process.argv[2]],
    logLevel: logLevel.ERROR,
    // A busy machine is no reason to give up: neither within a second, nor after five attempts.
    connectionTimeout: 60000,
    requestTimeout: 120000,
    retry: { retries: 20 },
  })

exports.check = (claim, condition, seen) => {
  if (!condition) throw new Error(`${claim}: ${JSON.stringify(seen)}`)
}

// Ends with 0 when the conversation does; the name of a claim that does not hold goes to the error output.
exports.run = conversation => {
  setTimeout(() => {
    console.error('out of patience')
    process.exit(2)
  }, patienceMs).unref()
  conversation().then(
    () => process.exit(0),
    error => {
      console.error(error)
      process.exit(1)
    }
  )
}
