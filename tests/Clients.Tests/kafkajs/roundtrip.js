const { CompressionTypes } = require('kafkajs')
const { connect, check, run } = require('./client')

const codecs = ['None', 'GZIP', 'Snappy', 'LZ4', 'ZSTD']
const sizes = [0, 1, 100, 70000, 900000]

const valueOf = size => Buffer.alloc(size, i => i).fill(`value of ${size} `)

const produce = async (kafka, topic, codec) => {
  const producer = kafka.producer({ idempotent: codec === 'GZIP' })
  await producer.connect()
  const messages = sizes.map(size => ({
    key: `${size}`,
    value: valueOf(size),
    headers: { codec, twice: ['1', '2'] },
    timestamp: `${1700000000000 + size}`,
  }))
  messages.push({ key: 'gone', value: null })
  for (const message of messages) {
    await producer.send({ topic, compression: CompressionTypes[codec], acks: -1, messages: [message] })
  }
  await producer.send({ topic, compression: CompressionTypes[codec], messages })
  await producer.disconnect()
  return messages.concat(messages)
}

const consume = async (kafka, topic, count) => {
  const consumer = kafka.consumer({ groupId: `readers-of-${topic}`, maxWaitTimeInMs: 100 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const records = []
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, event => reject(event.payload.error))
    consumer.run({
      eachMessage: async ({ message }) => {
        if (records.push(message) === count) resolve()
      },
    })
  })
  await consumer.disconnect()
  return records
}

run(async () => {
  const kafka = connect()
  for (const codec of codecs) {
    const topic = `kafkajs-${codec.toLowerCase()}`
    const admin = kafka.admin()
    await admin.connect()
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] })
    await admin.disconnect()
    const sent = await produce(kafka, topic, codec)
    const records = await consume(kafka, topic, sent.length)
    records.forEach((record, i) => {
      const expected = sent[i]
      check(`${topic} offset`, record.offset === `${i}`, record.offset)
      check(`${topic} key`, record.key.toString() === expected.key, record.key)
      check(`${topic} value ${expected.key}`, expected.value === null ? record.value === null : expected.value.equals(record.value), record.key)
      if (expected.timestamp) check(`${topic} timestamp`, record.timestamp === expected.timestamp, record.timestamp)
      if (expected.headers) check(`${topic} headers`, record.headers.codec.toString() === codec && record.headers.twice.join() === '1,2', record.headers)
    })
  }
})
