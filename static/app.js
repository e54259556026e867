// Makes the pages nicer; every page works without it. Remembers nothing, sends what is being typed to this site alone.
(() => {
  'use strict'
  const all = (selector) => document.querySelectorAll(selector)

  // Suggestions while typing: a list under the search box, by the ARIA pattern of a combobox.
  const suggest = (input) => {
    const list = document.createElement('ul')
    const said = document.createElement('p')
    let wanted = 0, timer = 0, at = -1
    list.id = input.id + '-options'
    list.className = 'options'
    list.hidden = true
    list.setAttribute('role', 'listbox')
    list.setAttribute('aria-label', input.labels[0].textContent)
    said.className = 'vh'
    said.setAttribute('role', 'status')
    input.parentNode.append(list, said)
    for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-controls', list.id], ['aria-expanded', 'false']]) input.setAttribute(name, value)

    const close = () => {
      list.hidden = true
      at = -1
      input.setAttribute('aria-expanded', 'false')
      input.removeAttribute('aria-activedescendant')
    }
    const take = (option) => {
      input.value = option.textContent
      close()
      input.form.requestSubmit()
    }
    const point = (to) => {
      const options = list.children
      at = (to + options.length) % options.length
      for (const [n, option] of [...options].entries()) option.setAttribute('aria-selected', n === at)
      input.setAttribute('aria-activedescendant', options[at].id)
    }
    const show = (found) => {
      list.replaceChildren(...found.map((one, n) => {
        const option = document.createElement('li')
        option.id = list.id + n
        option.textContent = one.text
        option.setAttribute('role', 'option')
        option.setAttribute('aria-selected', 'false')
        // Before the box loses the focus and the list closes.
        option.addEventListener('pointerdown', (event) => event.preventDefault())
        option.addEventListener('click', () => take(option))
        return option
      }))
      if (!found.length) return close()
      at = -1
      list.hidden = false
      input.setAttribute('aria-expanded', 'true')
      said.textContent = found.map((one) => one.text).join(', ')
    }
    const ask = async () => {
      const mine = ++wanted
      const q = input.value.trim()
      if (!q) return close()
      try {
        const answer = await fetch('/api/v1/suggest?q=' + encodeURIComponent(q))
        const { suggestions } = await answer.json()
        if (mine === wanted && document.activeElement === input) show(suggestions.slice(0, 8))
      } catch { close() }
    }
    let composing = false
    input.addEventListener('compositionstart', () => { composing = true })
    input.addEventListener('compositionend', () => { composing = false; ask() })
    input.addEventListener('input', () => {
      clearTimeout(timer)
      if (!composing) timer = setTimeout(ask, 150)
    })
    input.addEventListener('blur', close)
    input.addEventListener('keydown', (event) => {
      if (list.hidden || event.isComposing) return
      if (event.key === 'ArrowDown') point(at + 1)
      else if (event.key === 'ArrowUp') point(at < 0 ? -1 : at - 1)
      else if (event.key === 'Enter' && at >= 0) take(list.children[at])
      else if (event.key === 'Escape') close()
      else return
      event.preventDefault()
    })
  }
  for (const input of all('.find input[type=search]')) suggest(input)

  // Near me: the position goes into the search and nowhere else, to about a hundred metres.
  for (const button of all('[data-near]')) {
    if (!navigator.geolocation || !isSecureContext) continue
    const form = button.form
    const put = (name, value) => {
      let field = form.elements[name]
      if (!field) {
        field = document.createElement('input')
        field.type = 'hidden'
        field.name = name
        form.append(field)
      }
      field.value = value
    }
    button.hidden = false
    button.addEventListener('click', () => {
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        put('near', coords.latitude.toFixed(3) + ',' + coords.longitude.toFixed(3))
        put('sort', 'distance')
        form.requestSubmit()
      }, () => { form.querySelector('.near-said').textContent = button.dataset.fault }, { maximumAge: 600000, timeout: 10000 })
    })
  }

  for (const button of all('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => print())
  }
  for (const button of all('[data-share]')) {
    if (!navigator.clipboard) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(location.href)
      button.lastChild.textContent = button.dataset.share
    })
  }
})()
